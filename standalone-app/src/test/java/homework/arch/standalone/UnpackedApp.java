package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * An application's executable jar, unpacked as the launcher does it: the same classes and
 * libraries, which start in about half the time. The audit is run from the jar itself, see {@link
 * AuditProcess}.
 */
final class UnpackedApp {

  private UnpackedApp() {}

  /** What {@code java -jar} takes. */
  static Path jar(String name) {
    try {
      return UnpackedJar.of(Path.of("..", name, "target", name + ".jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
