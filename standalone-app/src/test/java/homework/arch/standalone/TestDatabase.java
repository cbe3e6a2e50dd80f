package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
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

  /** How an application is told to use it. */
  static Map<String, String> settings(EmbeddedDatabase database) {
    return Map.of(
        "SPRING_DATASOURCE_URL", database.getJdbcUrl(),
        "SPRING_DATASOURCE_USERNAME", database.getUsername());
  }

  /** By a connection of its own for each statement. */
  static JdbcTemplate jdbc(EmbeddedDatabase database) {
    return jdbc(database.getJdbcUrl());
  }

  static JdbcTemplate jdbc(String url) {
    return new JdbcTemplate(new DriverManagerDataSource(url, EmbeddedDatabase.USERNAME, ""));
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
