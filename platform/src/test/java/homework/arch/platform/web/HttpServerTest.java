package homework.arch.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What only a real server shows: bodies of unknown length, and requests that are not even HTTP. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    classes = HttpServerTest.LengthController.class,
    properties = "spring.config.import=classpath:platform.yml")
@ImportAutoConfiguration({
  WebPlatform.class,
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  ErrorMvcAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class
})
class HttpServerTest {

  private static final int LIMIT = 64 * 1024;

  @RestController
  static class LengthController {

    record Body(String text) {}

    @PostMapping("/length")
    int length(@RequestBody Body body) {
      return body.text().length();
    }
  }

  @LocalServerPort private int port;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void aBodyOf64KibibytesIsReadWhetherItsLengthIsToldOrNot() throws Exception {
    byte[] body = bodyOf(LIMIT);

    assertThat(post(told(body)).body()).isEqualTo("" + (LIMIT - 11));
    assertThat(post(chunked(body)).body()).isEqualTo("" + (LIMIT - 11));
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, 16 * LIMIT})
  void aLongerOneIsNotWhetherItsLengthIsToldOrNot(int length) throws Exception {
    for (BodyPublisher body : new BodyPublisher[] {told(bodyOf(length)), chunked(bodyOf(length))}) {
      HttpResponse<String> answer = post(body);

      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(answer.body())
          .contains("\"type\":\"urn:problem:body-too-large\"")
          .contains("\"title\":\"The body is too large\"")
          .contains("\"status\":413")
          .contains("\"detail\":\"A body has at most 64 KiB.\"")
          .contains("\"instance\":\"/length\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /% HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
        "POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: unheard-of\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n"
      })
  void whatTomcatRefusesIsAProblemThatTellsNothingOfTomcat(String request) throws IOException {
    String answer = sendAsItIs(request);

    assertThat(answer).matches("(?s)HTTP/1.1 [45].*");
    assertThat(answer)
        .contains("Content-Type: application/problem+json")
        .contains("\"type\":\"urn:problem:")
        .contains("\"status\":" + answer.substring(9, 12))
        .doesNotContainIgnoringCase("tomcat")
        .doesNotContain("<html", "org.", "java.", "Exception");
  }

  @Test
  void aHeaderThatIsTooLongIsAProblemAsWell() throws IOException {
    String answer =
        sendAsItIs("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(10_000) + "\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 4")
        .contains("Content-Type: application/problem+json")
        .doesNotContain("<html");
  }

  private static byte[] bodyOf(int length) {
    return "{\"text\":\"%s\"}".formatted("x".repeat(length - 11)).getBytes(UTF_8);
  }

  private static BodyPublisher told(byte[] body) {
    return BodyPublishers.ofByteArray(body);
  }

  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private HttpResponse<String> post(BodyPublisher body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/length"))
            .header("Content-Type", "application/json")
            .POST(body)
            .build(),
        BodyHandlers.ofString());
  }

  private String sendAsItIs(String request) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
