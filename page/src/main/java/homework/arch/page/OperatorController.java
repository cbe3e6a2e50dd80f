package homework.arch.page;

import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Those of the operator's calls that the page makes, passed on to the management port as they are,
 * with the operator's token. They are answered to the page alone, see {@link OperatorAccess}; who
 * has a terminal calls the management port.
 */
@RestController
final class OperatorController {

  /** As long as an audit may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final OperatorAccess access;
  private final Environment environment;

  OperatorController(
      @Value("${arch.page.operate:NEVER}") OperatorAccess access, Environment environment) {
    this.access = access;
    this.environment = environment;
  }

  @GetMapping({"/actuator", "/actuator/{endpoint:processors|deadletters|parked|audit|prometheus}"})
  ResponseEntity<byte[]> read(HttpServletRequest request) throws IOException, InterruptedException {
    return passOn(request, HttpRequest.newBuilder().GET());
  }

  @PostMapping({
    "/actuator/crash",
    "/actuator/{endpoint:deadletters|parked}/{id}/{verb:retry|give-up}"
  })
  ResponseEntity<byte[]> write(HttpServletRequest request)
      throws IOException, InterruptedException {
    return passOn(
        request,
        HttpRequest.newBuilder()
            .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private ResponseEntity<byte[]> passOn(HttpServletRequest request, HttpRequest.Builder call)
      throws IOException, InterruptedException {
    if (!access.isFor(request)) {
      throw Problems.exception(ProblemType.NOT_FOUND, "Not Found.");
    }
    String host = environment.getProperty("management.server.address", "127.0.0.1");
    String port = environment.getRequiredProperty("local.management.port");
    Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .ifPresent(token -> call.header(HttpHeaders.AUTHORIZATION, token));
    URI there = URI.create("http://" + host + ":" + port + request.getRequestURI());
    HttpResponse<byte[]> answer =
        http.send(
            call.uri(there).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
    return ResponseEntity.status(answer.statusCode())
        .contentType(
            answer
                .headers()
                .firstValue(HttpHeaders.CONTENT_TYPE)
                .map(MediaType::parseMediaType)
                .orElse(MediaType.APPLICATION_JSON))
        .cacheControl(CacheControl.noStore())
        .body(answer.body());
  }
}
