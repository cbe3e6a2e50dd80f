package homework.arch.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Valid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What only a real server shows: bodies of unknown length, and requests that are not even HTTP.
 * Those that take seconds are sent at the same time.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    classes = HttpServerTest.LengthController.class,
    properties = {"spring.config.import=classpath:platform.yml", "arch.request-time=2s"})
@ImportAutoConfiguration({
  WebPlatform.class,
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class
})
class HttpServerTest {

  private static final int LIMIT = 64 * 1024;

  @RestController
  static class LengthController {

    record Body(String text) {}

    @PostMapping("/slow")
    int slow(@RequestBody Body body) throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(3_500);
      return body.text().length();
    }

    @GetMapping("/length")
    PageParameters page(@Valid PageParameters page) {
      return page;
    }

    @PostMapping("/length")
    int length(@RequestBody Body body) {
      return body.text().length();
    }
  }

  @LocalServerPort private int port;

  private final HttpClient client = HttpClient.newHttpClient();

  /** What the management port needs is not the main one's as well. */
  @Test
  void headersAreSetOnce(@Autowired WebServerApplicationContext context) {
    WebServer server = Objects.requireNonNull(context.getWebServer());

    assertThat(((TomcatWebServer) server).getTomcat().getEngine().getPipeline().getValves())
        .filteredOn(ResponseHeaders.class::isInstance)
        .hasSize(1);
  }

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

  /** Spring would make a map of a form before anybody refuses it. */
  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void aFormIsNotReadToBeRefused(String method) throws Exception {
    byte[] form = "a=%zz&".repeat(16 * LIMIT / 6).getBytes(UTF_8);
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/length"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, chunked(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("\"instance\":\"/length\"");
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
        .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
        .contains("X-Content-Type-Options: nosniff", "Cache-Control: no-store")
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

  /** The bounds on headers: all together, and how many there are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /length?x=%s HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /length HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n",
        "GET /length HTTP/1.1\r\nHost: a\r\nX: %s\r\nY: %s\r\n\r\n"
      })
  void aHeadIsReadUpTo8Kibibytes(String request) throws IOException {
    int parts = request.split("%s", -1).length - 1;
    assertThat(sendAsItIs(request.replace("%s", "x".repeat(7_500 / parts))))
        .startsWith("HTTP/1.1 200");
    assertThat(sendAsItIs(request.replace("%s", "x".repeat(8_500 / parts))))
        .startsWith("HTTP/1.1 400")
        .contains("Content-Type: application/problem+json");
  }

  /** A part of a request, a byte at a time for ever; and nothing at all after it. */
  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "G|ET",
        "GET /length HTTP/1.1\r\nHost: a\r\nX: |xxxx",
        "POST /length HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n| ",
        "POST /length HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;|x",
        "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n| ",
      })
  void aCallerWhoIsTooSlowIsCutOff(String request) throws Exception {
    int drip = request.indexOf('|');
    try (Socket socket = new Socket("localhost", port)) {
      socket.getOutputStream().write(request.substring(0, drip).getBytes(UTF_8));
      Instant start = Instant.now();
      boolean open = true;
      while (open && Instant.now().isBefore(start.plusSeconds(20))) {
        open = isOpenAfter(socket, 100);
        if (open) {
          try {
            socket.getOutputStream().write(request.charAt(drip + 1));
          } catch (IOException e) {
            open = false;
          }
        }
      }
      assertThat(open).isFalse();
      assertThat(Duration.between(start, Instant.now()))
          .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(8));
    }
  }

  private static boolean isOpenAfter(Socket socket, int millis) {
    try {
      socket.setSoTimeout(millis);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theTimeOfTheAnswerIsNotThatOfTheRequest() throws Exception {
    assertThat(post("/slow", told(bodyOf(100))).body()).isEqualTo("89");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void norIsItWhenTheLengthIsNotTold() throws Exception {
    assertThat(post("/slow", chunked(bodyOf(100))).body()).isEqualTo("89");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=",
        "==",
        "a=%",
        "a=%ff",
        "page=%zz",
        "page[0]=1",
        "page.size=1",
        "size[]=1",
        "&&&",
        "a=1&"
      })
  void anOddQueryIsNoFaultOfOurs(String query) throws IOException {
    String answer = sendAsItIs("GET /length?" + query + " HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1.1 (200|400) .*");
    assertThat(sendAsItIs("GET /length?" + "a=1&".repeat(101) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*/*", "application/*", "application/*+json", "multipart/form-data", "text/plain"})
  void anOddMediaTypeIsNoFaultOfOurs(String type) throws IOException {
    assertThat(
            sendAsItIs(
                "POST /length HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: 2\r\n\r\n{}"
                    .formatted(type)))
        .startsWith("HTTP/1.1 415")
        .contains("\"type\":\"urn:problem:unsupported-media-type\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json;charset=utf-16", "application/json;a=b;q=0.5", "*/*"})
  void jsonIsAnsweredAsJsonWhateverItsParameters(String type) throws IOException {
    assertThat(
            sendAsItIs(
                "GET /length?page=7 HTTP/1.1\r\nHost: a\r\nAccept: %s\r\n\r\n".formatted(type)))
        .startsWith("HTTP/1.1 200")
        .contains("Content-Type: application/json\r\n", "\"page\":7");
  }

  /** Where Tomcat cannot even tell the path, it is the root. */
  @ParameterizedTest
  @CsvSource({
    "/a|b,         /a%7Cb",
    "/{a},         /%7Ba%7D",
    "/a%zz,        /a%25zz",
    "//a,          /%2Fa",
    "/café,  /",
    "/a?b#c, /",
    "*,            *"
  })
  void thePathThatAProblemTellsIsAUri(String path, String instance) throws IOException {
    assertThat(sendAsItIs("PUT " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .contains("\"instance\":\"" + instance + "\"");
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
    return post("/length", body);
  }

  private HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
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
