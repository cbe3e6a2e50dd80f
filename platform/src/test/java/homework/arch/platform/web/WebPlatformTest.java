package homework.arch.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;
import static org.springframework.http.MediaType.APPLICATION_YAML;

import homework.arch.api.Money;
import jakarta.validation.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@WebMvcTest
@ImportAutoConfiguration(WebPlatform.class)
@ExtendWith(OutputCaptureExtension.class)
class WebPlatformTest {

  @SpringBootConfiguration
  @Import(Till.class)
  static class App {}

  @RestController
  static class Till {

    record Payment(Money amount) {}

    @PostMapping("/payments")
    Payment pay(@RequestBody Payment payment) {
      return payment;
    }

    @GetMapping("/payments")
    PageParameters list(@Valid PageParameters page) {
      return page;
    }
  }

  @Autowired MockMvcTester http;

  @Test
  void moneyComesAndGoesAsADecimalNumber() {
    assertThat(
            http.post().uri("/payments").contentType(APPLICATION_JSON).content("{\"amount\": 9.5}"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{\"amount\": 9.5}");
  }

  /** Its reader would not know our money, and take the 9 for kopecks. */
  @Test
  void yamlIsNotUnderstood() {
    assertThat(http.post().uri("/payments").contentType(APPLICATION_YAML).content("amount: 9"))
        .hasStatus(415)
        .hasContentType(APPLICATION_PROBLEM_JSON);
  }

  @Test
  void yamlIsNotSpoken() {
    assertThat(http.get().uri("/payments").accept(APPLICATION_YAML))
        .hasStatus(406)
        .hasContentType(APPLICATION_PROBLEM_JSON);
  }

  @Test
  void anUnknownPathIsAProblemAndNoFailureOfOurs(CapturedOutput output) {
    assertThat(http.get().uri("/nowhere"))
        .hasStatus(404)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("type")
        .isEqualTo("urn:problem:not-found");
    assertThat(output).doesNotContain("Exception");
  }

  @Test
  void nobodyPagesFurtherThanTheDatabaseCanCountInAMoment() {
    assertThat(http.get().uri("/payments?page=500&size=200")).hasStatusOk();
    assertThat(http.get().uri("/payments?page=100000&size=1")).hasStatusOk();
    assertThat(http.get().uri("/payments?page=501&size=200"))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("detail")
        .isEqualTo("page times size must be at most 100000.");
  }
}
