package homework.arch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

class PageControllerTest {

  private static final Path FILES = Path.of("src/main/resources/page");

  @Test
  void nothingFromElsewhereAndNothingInlineMayRun() throws IOException {
    HttpHeaders headers = page("").page().getHeaders();
    assertThat(headers.getFirst("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self' 'sha256-")
        .contains("connect-src 'self';")
        .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http", "*", "data:");
  }

  private static PageController page(String issuer) throws IOException {
    return new PageController(issuer, "arch-axon", "openid");
  }

  @Test
  void theIssuerMayBeAskedWhereThereIsOne() throws IOException {
    PageController page = page("https://login.example.org:8443/realms/arch-axon");
    assertThat(page.page().getHeaders().getFirst("Content-Security-Policy"))
        .contains("connect-src 'self' https://login.example.org:8443;");
    assertThat(page.login().getBody())
        .isEqualTo(
            new PageController.Login(
                "https://login.example.org:8443/realms/arch-axon", "arch-axon", "openid"));
    assertThat(page("").login().getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
  }

  /** Known from {@code openssl dgst -sha256 -binary | base64}. */
  @Test
  void theImportMapIsNamedByItsHash() {
    assertThat(PageController.policy("<script type=\"importmap\">{}</script>", ""))
        .contains("'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='");
    assertThatIllegalStateException().isThrownBy(() -> PageController.policy("<p>no map</p>", ""));
  }

  @Test
  void noFileIsTooLongToRead() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThan(205));
    }
  }

  @Test
  void nothingThatWasTypedIsTakenForHtml() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".js")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .doesNotContain("innerHTML", "unsafeHTML", "insertAdjacentHTML", "eval(")
                      .doesNotContain("style=$", "style=\""));
    }
  }

  /** All but the API's own errors, which come in English. */
  @Test
  void everyTextIsThereInBothLanguages() throws IOException {
    Set<String> english = names("en");
    Set<String> russian = names("ru");
    assertThat(russian).containsAll(english);
    assertThat(russian)
        .filteredOn(name -> !english.contains(name))
        .allMatch(name -> name.startsWith("error.urn:") || name.startsWith("move."));
    List<String> used;
    try (Stream<Path> files = Files.walk(FILES)) {
      used =
          files
              .filter(file -> file.toString().endsWith(".js"))
              .flatMap(file -> Pattern.compile("\\bt\\('([^']+)'").matcher(read(file)).results())
              .map(match -> match.group(1))
              .toList();
    }
    assertThat(used).isNotEmpty().allMatch(english::contains);
  }

  private static Set<String> names(String language) {
    Set<String> names = new TreeSet<>();
    Pattern.compile("(?m)^  '?([\\w.:-]+?)'?: ")
        .matcher(read(FILES.resolve("js/texts/" + language + ".js")))
        .results()
        .forEach(match -> names.add(match.group(1)));
    return names;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
