package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.docs.Spectral.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The descriptions of the interfaces are valid, complete, and known to their pages. */
class IdlTest {

  private static final Path IDL = Docs.ROOT.resolve("docs/styles/idl");
  private static final Path SHARED_VALUES = IDL.resolve("schemas.yaml");
  private static final Path PLANTED =
      Path.of("src/test/resources/planted").toAbsolutePath().normalize();
  private static final Path PLANTED_OPENAPI = PLANTED.resolve("openapi.yaml");
  private static final Path PLANTED_ASYNCAPI = PLANTED.resolve("asyncapi.yaml");
  private static final Pattern KIND = Pattern.compile("(?m)^(openapi|asyncapi): 3\\.");
  private static final Pattern ELSEWHERE = Pattern.compile("(?m)\\$ref: ['\"]?[^#'\"\\s].*$");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^  ([A-Z][A-Za-z]+):$");

  private static final Pattern OPERATION =
      Pattern.compile("(?ms)^    action: (\\w+)$(.*?)(?=^ {0,2}\\w|\\z)");
  private static final Pattern MESSAGE = Pattern.compile("#/channels/\\w+/messages/(\\w+)");

  private static List<Path> documents = List.of();
  private static List<Path> parts = List.of();
  private static List<Finding> findings = List.of();

  @BeforeAll
  static void readAllForMistakes() throws Exception {
    List<Path> files =
        Docs.endingIn(".yaml").stream()
            .filter(file -> file.startsWith(Docs.ROOT.resolve("docs")))
            .toList();
    documents = files.stream().filter(IdlTest::isDocument).toList();
    parts = files.stream().filter(file -> !isDocument(file)).toList();
    findings =
        Spectral.findingsIn(
            Stream.concat(documents.stream(), Stream.of(PLANTED_OPENAPI, PLANTED_ASYNCAPI))
                .toList());
  }

  /** The copies are for people: Swagger Editor reads no other files. */
  @Test
  void everyDocumentHasACopyThatOpensAlone() throws IOException {
    Path copies = Path.of("target/idl");
    for (Path document : documents) {
      String bundle = Bundle.of(document);
      assertThat(ELSEWHERE.matcher(bundle).results().map(MatchResult::group))
          .as(document.toString())
          .isEmpty();
      assertThat(KIND.matcher(bundle).find()).as(document.toString()).isTrue();
      Path copy = copies.resolve(Docs.ROOT.resolve("docs").relativize(document));
      Files.createDirectories(copy.resolveSibling("."));
      Files.writeString(copy, bundle);
    }
    assertThat(Docs.read(copies.resolve("styles/idl/1-http-only/users.yaml")))
        .contains("/users/{userId}:")
        .contains("format: uuid");
  }

  @Test
  void everyFileIsADocumentOrPartOfOne() {
    assertThat(documents).hasSizeGreaterThan(4);
    assertThat(parts).allSatisfy(part -> assertThat(all()).contains(part.getFileName() + "#/"));
  }

  @Test
  void noDocumentHasAMistake() {
    assertThat(findings)
        .filteredOn(finding -> !finding.isIn(PLANTED_OPENAPI) && !finding.isIn(PLANTED_ASYNCAPI))
        .isEmpty();
  }

  @Test
  void mistakesInAnOpenApiDocumentAreFound() {
    assertThat(findings)
        .filteredOn(finding -> finding.isIn(PLANTED_OPENAPI))
        .extracting(Finding::code)
        .contains(
            "oas3-schema",
            "oas3-valid-media-example",
            "path-params",
            "invalid-ref",
            "info-description",
            "operation-tag-defined");
  }

  @Test
  void mistakesInAnAsyncApiDocumentAreFound() {
    List<Finding> planted =
        findings.stream().filter(finding -> finding.isIn(PLANTED_ASYNCAPI)).toList();
    assertThat(planted)
        .extracting(Finding::code)
        .contains(
            "asyncapi-3-document-resolved",
            "message-has-examples",
            "invalid-ref",
            "asyncapi-servers",
            "asyncapi-3-operation-description");
    assertThat(planted)
        .filteredOn(finding -> finding.code().equals("message-examples"))
        .extracting(finding -> finding.path().get(finding.path().size() - 1))
        .contains("eventId", "price");
  }

  @Test
  void everyFileOfAStyleIsLinkedFromItsPages() {
    List<Path> files =
        Docs.endingIn(".yaml").stream().filter(file -> file.startsWith(IDL)).toList();
    for (String style :
        List.of("1-http-only", "2-notifications-by-events", "3-event-collaboration")) {
      assertThat(files)
          .filteredOn(file -> file.startsWith(IDL.resolve(style)) || file.equals(SHARED_VALUES))
          .hasSizeGreaterThan(1)
          .allSatisfy(
              file -> {
                assertThat(page("docs/styles", style)).contains(linkTo(file, "docs/styles"));
                assertThat(page("docs/ru/styles", style)).contains(linkTo(file, "docs/ru/styles"));
              });
    }
  }

  @Test
  void everyEventThatIsToldIsHeardAndTheOtherWayRound() {
    for (String style : List.of("2-notifications-by-events", "3-event-collaboration")) {
      assertThat(messages(style, "send"))
          .doesNotHaveDuplicates()
          .hasSizeGreaterThan(3)
          .hasSameElementsAs(messages(style, "receive"));
    }
  }

  @Test
  void everySharedValueIsUsed() {
    List<String> names =
        DEFINITION
            .matcher(Docs.read(SHARED_VALUES))
            .results()
            .map(definition -> definition.group(1))
            .toList();
    assertThat(names)
        .hasSizeGreaterThan(9)
        .allSatisfy(name -> assertThat(all()).contains("#/definitions/" + name + "\n"));
  }

  /**
   * The names of the messages that the applications of a style send or receive, in all its files.
   */
  private static List<String> messages(String style, String action) {
    return documents.stream()
        .filter(document -> document.startsWith(IDL.resolve(style)))
        .flatMap(document -> OPERATION.matcher(Docs.read(document)).results())
        .filter(operation -> operation.group(1).equals(action))
        .flatMap(operation -> MESSAGE.matcher(operation.group(2)).results())
        .map(message -> message.group(1))
        .toList();
  }

  private static boolean isDocument(Path file) {
    return KIND.matcher(Docs.read(file)).find();
  }

  private static String all() {
    return Stream.concat(documents.stream(), parts.stream())
        .map(Docs::read)
        .collect(Collectors.joining("\n"));
  }

  private static String page(String folder, String style) {
    return Docs.read(Docs.ROOT.resolve(folder).resolve(style + ".md"));
  }

  private static String linkTo(Path file, String folder) {
    return "](" + Docs.ROOT.resolve(folder).relativize(file) + ")";
  }
}
