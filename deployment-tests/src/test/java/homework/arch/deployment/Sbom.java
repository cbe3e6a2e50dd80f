package homework.arch.deployment;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Assumptions;

/**
 * What an application says that it is made of.
 *
 * @param licences of the application itself
 * @param components as {@code name-version}
 */
record Sbom(String name, List<String> licences, Set<String> components, String text) {

  private static final String ENTRY = "META-INF/sbom/application.cdx.json";

  /** The one in the application's executable jar. */
  static Sbom of(String app) {
    try (JarFile jar = jar(app)) {
      ZipEntry entry = Objects.requireNonNull(jar.getEntry(ENTRY), () -> app + " has no " + ENTRY);
      String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
      DocumentContext json = JsonPath.parse(text);
      Set<String> components = new HashSet<>();
      for (Map<String, String> component :
          json.<List<Map<String, String>>>read("$.components[*]['name', 'version']")) {
        components.add(component.get("name") + "-" + component.get("version"));
      }
      return new Sbom(
          json.read("$.metadata.component.name"),
          json.read("$.metadata.component.licenses[*].license.id"),
          components,
          text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The libraries in the application's executable jar, as {@code name-version}, but for the one
   * that Spring Boot adds to unpack it with.
   */
  static List<String> libraries(String app) {
    List<String> libraries = new ArrayList<>();
    try (JarFile jar = jar(app)) {
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
          .map(name -> name.replaceAll("^BOOT-INF/lib/|\\.jar$", ""))
          .filter(name -> !name.startsWith("spring-boot-jarmode-tools-"))
          .forEach(libraries::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return libraries;
  }

  private static JarFile jar(String app) throws IOException {
    return new JarFile(target(app).resolve(app + ".jar").toFile());
  }

  static Path file(String app) {
    return target(app).resolve("classes").resolve(ENTRY);
  }

  private static Path target(String app) {
    return ImageBuild.ROOT.resolve(app).resolve("target");
  }

  /** Maven writes none while it is offline. */
  @SuppressWarnings("SystemOut") // it must be seen
  static void assumeWritten(String app) {
    if (Boolean.getBoolean("maven.offline") && !Files.exists(file(app))) {
      System.err.println("LEFT OUT: the SBOM of " + app + ", which Maven writes online only");
      Assumptions.abort("no SBOM");
    }
  }
}
