package homework.arch.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.mock.env.MockEnvironment;

class PartsSwitchTest {

  private static final String[] ALL =
      ImportCandidates.load(AutoConfiguration.class, null).getCandidates().toArray(String[]::new);

  @Test
  void nothingOfSecurityAndTracesIsThereUntilItIsAskedFor() {
    assertThat(kept("", ""))
        .contains("homework.arch.platform.callers.CallersPlatform")
        .noneMatch(name -> name.matches(".*(security|tracing|opentelemetry).*"))
        .doesNotContain("homework.arch.platform.callers.ResourceServer");
    assertThat(kept("http://issuer", " "))
        .contains("homework.arch.platform.callers.ResourceServer")
        .anyMatch(name -> name.contains(".security."))
        .noneMatch(name -> name.matches(".*(tracing|opentelemetry).*"));
    assertThat(kept("http://issuer", "http://collector")).containsExactly(ALL);
  }

  private static List<String> kept(String issuer, String collector) {
    PartsSwitch parts = new PartsSwitch();
    parts.setEnvironment(
        new MockEnvironment()
            .withProperty("arch.issuer", issuer)
            .withProperty("management.opentelemetry.tracing.export.otlp.endpoint", collector));
    boolean[] kept = parts.match(ALL, mock(AutoConfigurationMetadata.class));
    return IntStream.range(0, ALL.length).filter(i -> kept[i]).mapToObj(i -> ALL[i]).toList();
  }
}
