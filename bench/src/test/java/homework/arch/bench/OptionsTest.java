package homework.arch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

  @TempDir private Path folder;

  @Test
  void allPartsRunUnlessSomeAreNamed() throws IOException {
    String jar = Files.createFile(folder.resolve("app.jar")).toString();

    assertThat(Options.parse("--jar", jar).only()).containsExactlyElementsOf(Options.PARTS);
    assertThat(Options.parse("--jar", jar).rounds()).isEqualTo(3);
    assertThat(Options.parse("--jar", jar, "--only", "limit,hot").only())
        .containsExactly("limit", "hot");
    assertThat(Options.parse("--jar", jar, "--quick").rounds()).isEqualTo(1);
  }

  @Test
  void theJvmHasTheOptionsOfTheLauncherUnlessOthersAreNamed() throws IOException {
    String jar = Files.createFile(folder.resolve("app.jar")).toString();

    String launcher =
        Files.readString(
            Path.of("../standalone-app/src/main/java/homework/arch/standalone/Launcher.java"));
    assertThat(Options.parse("--jar", jar).jvm())
        .hasSize(2)
        .allSatisfy(option -> assertThat(launcher).contains("new Option(\"" + option + "\","));
    assertThat(Options.parse("--jar", jar, "--jvm", "-Xmx1g -Xms1g").jvm())
        .containsExactly("-Xmx1g", "-Xms1g");
    assertThat(Options.parse("--jar", jar, "--jvm", "").jvm()).isEmpty();
  }

  @Test
  void theServicesNeedAnAxonServer() throws IOException {
    String jar = Files.createFile(folder.resolve("app.jar")).toString();

    assertThat(Options.parse("--jar", jar).has("services")).isFalse();
    assertThat(Options.parse("--jar", jar, "--axon-server", "localhost:8124").has("services"))
        .isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThatThrownBy(() -> Options.parse("--only", "limits")).hasMessageContaining("limits");
    assertThatThrownBy(() -> Options.parse("--fast", "1")).hasMessageContaining("--fast");
    assertThatThrownBy(() -> Options.parse("--rounds")).hasMessageContaining("--rounds");
    assertThatThrownBy(() -> Options.parse("--jar", folder.resolve("no.jar").toString()))
        .hasMessageContaining("no.jar");
  }
}
