package homework.arch.testing;

import static homework.arch.platform.web.ProblemType.BODY_TOO_LARGE;
import static homework.arch.platform.web.ProblemType.METHOD_NOT_ALLOWED;
import static homework.arch.platform.web.ProblemType.NOT_ACCEPTABLE;
import static homework.arch.platform.web.ProblemType.NOT_FOUND;
import static homework.arch.platform.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import homework.arch.platform.axon.Answers;
import homework.arch.platform.callers.CallersPlatform;
import homework.arch.platform.web.Idempotency;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.WebPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every controller answers alike, and the words to say what one answers by itself. It runs
 * with the HTTP side of the platform as it is in production; commands and queries go to mocks.
 */
@WebMvcTest
@ImportAutoConfiguration({WebPlatform.class, CallersPlatform.class})
@Import(ControllerTest.Platform.class)
public abstract class ControllerTest {

  private static final int LIMIT = 64 * 1024;

  private final String postPath;
  private final String validBody;
  private final String listPath;

  @Autowired private MockMvcTester http;
  @MockitoBean protected CommandGateway commands;
  @MockitoBean protected Answers answers;

  /**
   * @param postPath where something can be posted
   * @param validBody the JSON object that is accepted there
   * @param listPath where a list can be got
   */
  protected ControllerTest(String postPath, String validBody, String listPath) {
    this.postPath = postPath;
    this.validBody = validBody;
    this.listPath = listPath;
  }

  @TestConfiguration
  static class Platform {

    /** The real one: without a key it needs no database. */
    @Bean
    Idempotency idempotency(JsonMapper json) {
      return new Idempotency(
          "schema", mock(JdbcClient.class), json, Runnable::run, Duration.ofDays(2));
    }
  }

  protected MvcTestResult post(String path, String json) {
    return http.post().uri(path).contentType(MediaType.APPLICATION_JSON).content(json).exchange();
  }

  protected MvcTestResult post(String path, String json, String header, String... values) {
    return http.post()
        .uri(path)
        .header(header, (Object[]) values)
        .contentType(MediaType.APPLICATION_JSON)
        .content(json)
        .exchange();
  }

  protected MvcTestResult get(String path) {
    return http.get().uri(path).exchange();
  }

  protected MvcTestResult get(String path, String header, String... values) {
    return http.get().uri(path).header(header, (Object[]) values).exchange();
  }

  protected MvcTestResult get(String path, Map<String, String> headers) {
    MockMvcTester.MockMvcRequestBuilder request = http.get().uri(path);
    headers.forEach((name, value) -> request.header(name, value));
    return request.exchange();
  }

  /** A POST without a body, as {@code curl -X POST} sends it. */
  protected MvcTestResult postNothing(String path) {
    return http.post().uri(path).exchange();
  }

  @Test
  void fieldsThatAreNotKnownAreIgnored() {
    String more = "{\"unknown\": {\"a\": [null]}, \"UNKNOWN\": 1, " + validBody.substring(1);

    assertThat(post(postPath, more)).hasStatus(201);
  }

  @Test
  void whatIsNotTheExpectedObjectIsRefused() {
    for (String body :
        List.of(
            "",
            " ",
            "null",
            "[]",
            "[" + validBody + "]",
            "1",
            "\"\"",
            "\"text\"",
            "{",
            "{}}",
            validBody + "}",
            validBody + validBody,
            validBody + " x",
            validBody.replace('"', '\''),
            validBody.replace("}", ",}"),
            validBody.replace("}", ", \"twice\": 1, \"twice\": 1}"),
            validBody.replace("}", ", \"deep\": " + "[".repeat(40) + "]".repeat(40) + "}"),
            validBody.replace("}", ", \"big\": " + "1".repeat(65) + "}"),
            validBody.replace("}", ", \"" + "n".repeat(257) + "\": 1}"),
            validBody.replace("}", ", \"control\": \"\u0001\"}"),
            "/* comment */ " + validBody)) {
      assertThat(Problem.in(post(postPath, body))).as(body).isEqualTo(Problem.malformed(postPath));
    }
    verifyNoInteractions(commands);
  }

  @Test
  void aBodyMayHave64KibibytesAndNoMore() {
    Problem tooLarge = Problem.of(BODY_TOO_LARGE, "A body has at most 64 KiB.", postPath);

    assertThat(post(postPath, padded(LIMIT))).hasStatus(201);
    Mockito.clearInvocations(commands);

    assertThat(Problem.in(post(postPath, padded(LIMIT + 1)))).isEqualTo(tooLarge);
    verifyNoInteractions(commands);
  }

  private String padded(int bytes) {
    return validBody + " ".repeat(bytes - validBody.getBytes(StandardCharsets.UTF_8).length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "*/*"})
  void onlyJsonIsUnderstood(String mediaType) {
    MvcTestResult answer =
        http.post().uri(postPath).header("Content-Type", mediaType).content(validBody).exchange();

    assertThat(Problem.in(answer))
        .isEqualTo(Problem.of(UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type.", postPath));
    verifyNoInteractions(commands);
  }

  @Test
  void aBodyOfNoMediaTypeIsNotUnderstood() {
    assertThat(Problem.in(http.post().uri(postPath).content(validBody).exchange()))
        .isEqualTo(Problem.of(UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type.", postPath));
  }

  @Test
  void onlyJsonIsSpoken() {
    assertThat(Problem.in(get(listPath, HttpHeaders.ACCEPT, "application/xml")))
        .isEqualTo(Problem.of(NOT_ACCEPTABLE, "Not Acceptable.", listPath));
  }

  @Test
  void whatCannotBeDoneWithAThingIsSaid() {
    MvcTestResult answer = http.delete().uri(postPath).exchange();

    assertThat(Problem.in(answer))
        .isEqualTo(Problem.of(METHOD_NOT_ALLOWED, "Method Not Allowed.", postPath));
    assertThat(answer).containsHeader(HttpHeaders.ALLOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nonsense", "/users/1/2/3/4", "/error", "/index.html"})
  void whatIsNotThereIsNotFound(String path) {
    assertThat(Problem.in(get(path))).isEqualTo(Problem.of(NOT_FOUND, "Not Found.", path));
  }

  @ParameterizedTest
  @CsvSource({
    "page=-1,         page, must be from 0 to 100000",
    "page=100001,     page, must be from 0 to 100000",
    "page=5001,       page, times size must be at most 100000",
    "page=501&size=200, page, times size must be at most 100000",
    "page=x,          page, has the wrong type",
    "page=2147483648, page, has the wrong type",
    "size=0,          size, must be from 1 to 200",
    "size=201,        size, must be from 1 to 200",
    "size=-20,        size, must be from 1 to 200",
    "size=2.5,        size, has the wrong type",
    "page=0&size=,    '',   ''",
    "page=0&size=1,   '',   ''",
    "page=1&size=200, '',   ''",
    "page=500&size=200, '', ''",
  })
  void aPageHasFrom1To200Entries(String query, String field, String message) {
    MvcTestResult answer = get(listPath + "?" + query);

    if (message.isEmpty()) {
      assertThat(answer).hasStatusOk();
    } else {
      assertThat(Problem.in(answer)).isEqualTo(Problem.invalid(listPath, field, message));
      verifyNoInteractions(answers);
    }
  }

  @Test
  void anIdempotencyKeyIsOneValueOf1To255VisibleCharacters() {
    Problem refused =
        Problem.invalid(
            postPath,
            IdempotencyKey.HEADER,
            "must be one value of 1 to 255 visible ASCII characters");

    for (String key :
        List.of("", " ", "two words", "k".repeat(256), "ключ", "tab\tbed", "\u007F")) {
      assertThat(Problem.in(post(postPath, validBody, IdempotencyKey.HEADER, key)))
          .as(key)
          .isEqualTo(refused);
    }
    assertThat(Problem.in(post(postPath, validBody, IdempotencyKey.HEADER, "a", "b")))
        .isEqualTo(refused);
    verifyNoInteractions(commands);
  }

  /**
   * What became of a body that was posted, of which one field was tried.
   *
   * @param wrong what is wrong with the field; empty if nothing is
   */
  protected final void verdict(MvcTestResult answer, String field, String wrong) {
    if (wrong.isEmpty()) {
      assertThat(answer).hasStatus(201);
    } else {
      assertThat(Problem.in(answer)).isEqualTo(Problem.invalid(postPath, field, wrong));
      verifyNoInteractions(commands);
    }
  }

  /** The only command that was sent. */
  protected <C> C sent(Class<C> type) {
    ArgumentCaptor<C> captor = ArgumentCaptor.forClass(type);
    Mockito.verify(commands).send(captor.capture());
    return captor.getValue();
  }
}
