package homework.arch.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
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

  @Test
  void theImportMapIsNamedByItsHash() throws Exception {
    PageController page = page("");
    String html = new String(Objects.requireNonNull(page.page().getBody()), UTF_8);
    Matcher map =
        Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL).matcher(html);
    assertThat(map.find()).isTrue();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(UTF_8));
    assertThat(page.page().getHeaders().getFirst("Content-Security-Policy"))
        .contains(
            "script-src 'self' 'sha256-%s';".formatted(Base64.getEncoder().encodeToString(hash)));
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
