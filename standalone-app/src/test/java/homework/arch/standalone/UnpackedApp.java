package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * An application's executable jar, unpacked by its own tool: the same classes and libraries, which
 * start in about half the time. The audit is run from the jar itself, see {@link AuditProcess}.
 */
final class UnpackedApp {

  private static final Map<String, Path> UNPACKED = new HashMap<>();

  private UnpackedApp() {}

  /** What {@code java -jar} takes. */
  static synchronized Path jar(String name) {
    return UNPACKED.computeIfAbsent(name, UnpackedApp::unpack);
  }

  private static Path unpack(String name) {
    Path jar = Path.of("..", name, "target", name + ".jar").toAbsolutePath().normalize();
    Path folder = Path.of("target", "unpacked", name).toAbsolutePath();
    try {
      UnpackedJar.unpack(jar, folder);
      return folder.resolve(name + ".jar");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
