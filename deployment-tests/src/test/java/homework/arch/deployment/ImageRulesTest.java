package homework.arch.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homework.arch.deployment.Image.FileInImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule is held against an image planted to break it. */
class ImageRulesTest {

  private static final Instant AT = Instant.parse("2026-11-22T00:00:00Z");
  private static final Instant NO_TIME = Instant.ofEpochSecond(1);
  private static final String LABEL = "org.opencontainers.image.";
  private static final Map<String, String> LABELS =
      Map.of(
          LABEL + "title", "order-app",
          LABEL + "description", "Accepts orders",
          LABEL + "licenses", "Apache-2.0",
          LABEL + "version", "1.0.0",
          LABEL + "created", AT.toString(),
          LABEL + "base.name", "eclipse-temurin:25-jre");
  private static final List<String> ENTRYPOINT =
      List.of(
          "java",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.io.tmpdir=/tmp",
          "-Duser.timezone=UTC",
          "homework.arch.order.OrderApp");
  private static final List<String> ENVIRONMENT =
      List.of(
          "SERVER_ADDRESS=0.0.0.0",
          "MANAGEMENT_SERVER_ADDRESS=0.0.0.0",
          "SERVER_PORT=8080",
          "MANAGEMENT_SERVER_PORT=9080",
          "JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=65");
  private static final FileInImage CLASS =
      new FileInImage("app/classes/homework/arch/order/OrderApp.class", 0644, 0, NO_TIME);

  private static List<String> broken(Image image) {
    return new ImageRules("1.0.0", AT.toString()).broken(image);
  }

  private static Image image(
      String user,
      List<String> entrypoint,
      List<String> environment,
      Map<String, String> labels,
      Instant created,
      FileInImage file) {
    return new Image(
        user,
        "/tmp",
        entrypoint,
        environment,
        labels,
        created,
        List.of(),
        List.of(
            "dependencies",
            "project dependencies",
            "resources",
            "classes",
            "jvm arg files",
            "extra files"),
        List.of(CLASS, file));
  }

  private static Image with(FileInImage file) {
    return image("10001:10001", ENTRYPOINT, ENVIRONMENT, LABELS, AT, file);
  }

  @Test
  void anImageAsItShouldBeIsNotComplainedOf() {
    assertThat(broken(with(CLASS))).isEmpty();
  }

  @Test
  void rootIsNamed() {
    assertThat(broken(image("root", ENTRYPOINT, ENVIRONMENT, LABELS, AT, CLASS)))
        .containsExactly("it runs as \"root\" and not as 10001:10001");
    assertThat(broken(image("", ENTRYPOINT, ENVIRONMENT, LABELS, AT, CLASS))).hasSize(1);
  }

  @Test
  void aJvmThatDoesNotKnowItsContainerIsNamed() {
    assertThat(
            broken(
                image(
                    "10001:10001",
                    List.of(
                        "java",
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.io.tmpdir=/tmp",
                        "-Duser.timezone=UTC"),
                    ENVIRONMENT,
                    LABELS,
                    AT,
                    CLASS)))
        .containsExactly("-Xmx512m does not know the memory of the container");
  }

  @Test
  void aPasswordInTheEnvironmentIsNamed() {
    assertThat(
            broken(
                image(
                    "10001:10001",
                    ENTRYPOINT,
                    List.of(
                        "SPRING_DATASOURCE_PASSWORD=x",
                        ENVIRONMENT.get(0),
                        ENVIRONMENT.get(1),
                        ENVIRONMENT.get(2),
                        ENVIRONMENT.get(4)),
                    LABELS,
                    AT,
                    CLASS)))
        .containsExactly(
            "it sets SPRING_DATASOURCE_PASSWORD=x", "it does not set MANAGEMENT_SERVER_PORT=9080");
  }

  @Test
  void missingLabelsAndAnotherVersionAreNamed() {
    assertThat(
            broken(
                image(
                    "10001:10001",
                    ENTRYPOINT,
                    ENVIRONMENT,
                    Map.of(LABEL + "version", "2.0.0"),
                    AT,
                    CLASS)))
        .contains(
            "it has no label org.opencontainers.image.licenses",
            "its version is 2.0.0 and not 1.0.0");
  }

  @Test
  void theTimeOfTheBuildIsNamed() {
    assertThat(
            broken(image("10001:10001", ENTRYPOINT, ENVIRONMENT, LABELS, AT.plusSeconds(1), CLASS)))
        .containsExactly("it was created at 2026-11-22T00:00:01Z and not at 2026-11-22T00:00:00Z");
  }

  @Test
  void filesThatDoNotBelongThereAreNamed() {
    assertThat(broken(with(new FileInImage("app/resources/key.pem", 0644, 0, NO_TIME))))
        .containsExactly("app/resources/key.pem may be a secret");
    assertThat(broken(with(new FileInImage("app/classes/AccountTest.class", 0644, 0, NO_TIME))))
        .containsExactly("app/classes/AccountTest.class is for tests");
    assertThat(broken(with(new FileInImage("app/libs/junit-jupiter-6.jar", 0644, 0, NO_TIME))))
        .containsExactly("app/libs/junit-jupiter-6.jar is for tests");
    assertThat(broken(with(new FileInImage("etc/passwd", 0644, 0, NO_TIME))))
        .containsExactly("etc/passwd is in an odd place");
  }

  @Test
  void filesThatCouldBeChangedAreNamed() {
    assertThat(broken(with(new FileInImage("app/a.jar", 0666, 0, NO_TIME))))
        .containsExactly("app/a.jar could be changed by others than root");
    assertThat(broken(with(new FileInImage("app/a.jar", 0644, 10001, NO_TIME)))).hasSize(1);
  }

  @Test
  void aHealthCheckThatCannotRunIsNamed() {
    assertThat(broken(with(new FileInImage("usr/local/bin/healthy", 0644, 0, NO_TIME))))
        .containsExactly("usr/local/bin/healthy cannot be executed by everyone");
  }

  @Test
  void aTimeOfAFileIsNamed() {
    assertThat(broken(with(new FileInImage("app/a.jar", 0644, 0, AT))))
        .containsExactly("app/a.jar has a time, so that no two builds are the same");
  }

  @Test
  void aBuildThatWroteNoImageIsTold() {
    assertThatThrownBy(() -> Image.of(Path.of("none.tar")))
        .hasMessageContaining("none.tar is missing. It is built by \"mvn verify -DskipTests\"");
  }
}
