package homework.arch.order.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferredWaitTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=0                            | wait=0",
        "wait=10                           | wait=10",
        "wait=30                           | wait=30",
        "wait=31                           | wait=30",
        "wait=999999999                    | wait=30",
        "wait=007                          | wait=7",
        "Wait=5                            | wait=5",
        " wait = 5                         | wait=5",
        "wait=\"5\"                        | wait=5",
        "wait=5; foo=bar                   | wait=5",
        "respond-async, wait=5             | wait=5",
        "return=minimal,wait=5,handling=lenient | wait=5",
        "wait=5, wait=10                   | wait=5",
        "wait=x, wait=10                   | wait=10",
      })
  void secondsToWaitAreTakenFromTheHeader(String header, String applied) {
    assertThat(PreferredWait.in(List.of(header)).map(PreferredWait::applied)).contains(applied);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=-1",
        "wait=+1",
        "wait=1.5",
        "wait=x",
        "wait=5s",
        "wait=5 6",
        "wait=1234567890",
        "awaits=5",
        "wait5",
        "respond-async",
        "foo=\"wait=5\"",
        ",,,"
      })
  void whatIsNotUnderstoodIsIgnored(String header) {
    assertThat(PreferredWait.in(List.of(header))).isEmpty();
  }

  @Test
  void theFirstOfSeveralHeadersCounts() {
    assertThat(applied("respond-async", "wait=3", "wait=4")).contains("wait=3");
    assertThat(applied()).isEmpty();
  }

  private static Optional<String> applied(String... headers) {
    return PreferredWait.in(Arrays.asList(headers)).map(PreferredWait::applied);
  }
}
