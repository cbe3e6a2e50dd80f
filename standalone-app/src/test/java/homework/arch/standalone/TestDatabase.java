package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL for a test. To unpack its programs for each would take a second and a half of CPU; to
 * copy them takes a twentieth of that.
 */
final class TestDatabase {

  private static final Path UNPACKED =
      Path.of(System.getProperty(InOneJvm.OWN_FOLDER, "target"), "postgresql");

  private TestDatabase() {}

  /** Starts one on an empty folder below the given one. */
  static EmbeddedDatabase start(Path folder) {
    Path database = folder.resolve("database");
    bringPrograms(database);
    return EmbeddedDatabase.start(database);
  }

  /** Saves an application that will start PostgreSQL in the folder the unpacking. */
  static synchronized void bringPrograms(Path folder) {
    if (Files.exists(folder)) {
      return;
    }
    try {
      new PostgresPrograms(UNPACKED).unpack();
      FileSystemUtils.copyRecursively(UNPACKED.resolve("bin"), folder.resolve("bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
