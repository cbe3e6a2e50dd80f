package homework.arch.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers at {@code /} with the one HTML document. What it may load is told to the browser: files
 * from here alone, and of the scripts that stand in the document only the import map, by its hash.
 * It may ask the issuer as well, where people log in.
 */
@RestController
final class PageController {

  /** Computed by {@code PageControllerTest} when the map has changed. */
  private static final String IMPORT_MAP = "'sha256-PExQdHqV9uETtB1zFA7iykhJ4fQcq63lLGO5V56g8WQ='";

  private final byte[] page;
  private final String policy;
  private final Login login;

  PageController(
      @Value("${arch.issuer:}") String issuer,
      @Value("${arch.page.client-id}") String clientId,
      @Value("${arch.page.scopes}") String scopes)
      throws IOException {
    page = new ClassPathResource("page.html", PageController.class).getContentAsByteArray();
    policy =
        "default-src 'none'; script-src 'self' "
            + IMPORT_MAP
            + "; style-src 'self'; img-src 'self'; connect-src 'self'"
            + (issuer.isEmpty() ? "" : " " + origin(URI.create(issuer)))
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types lit-html";
    login = new Login(issuer, clientId, scopes);
  }

  /** What the page must know to log somebody in. */
  record Login(String issuer, String clientId, String scopes) {}

  /** No content where nobody logs in. */
  @GetMapping("/page/login.json")
  ResponseEntity<Login> login() {
    return login.issuer().isEmpty()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(login);
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
        .cacheControl(CacheControl.noCache())
        .header("Content-Security-Policy", policy)
        .body(page);
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
