package homework.arch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Starts the standalone application on a folder of its own, and measures that. */
final class Start {

  static final String FIRST_SECONDS = "start: the first 30 s of a fresh JVM";

  private static final String STATEMENTS = "pg_stat_statements";

  private Start() {}

  /** Starts it several times if that is measured, and returns it as it runs in the end. */
  static Target standalone(Path folder, Options options, Report report) throws IOException {
    App app = ready("start: ready the first time", folder, options, report);
    if (options.has("start") || options.has("system") || options.has("services")) {
      countStatements(new Postgres(folder.resolve("database")), report);
      for (int i = 0; i < (options.has("start") ? options.rounds() : 1); i++) {
        app.close();
        app = ready("start: ready, data there", folder, options, report);
      }
    }
    return Target.standalone(app, new Postgres(folder.resolve("database")));
  }

  private static App ready(String figure, Path folder, Options options, Report report)
      throws IOException {
    Map<String, String> settings =
        Map.of("ARCH_DATA_FOLDER", folder.resolve("database").toString());
    App app = App.launch("standalone-app", folder, options, settings, options.jar());
    double seconds = app.awaitReady();
    report.progress("ready after %.1f s".formatted(seconds));
    report.add(figure, "s", seconds);
    report.add(figure + ": JVM's CPU", "s", Usage.cpu(app.pid()));
    return app;
  }

  /** From the next start on, if the server has that library: all that is measured pays for it. */
  private static void countStatements(Postgres postgres, Report report) {
    String available = "select count(*) from pg_available_extensions where name = ?";
    if (Postgres.number(postgres.server(), available, STATEMENTS) == 0) {
      report.progress("this PostgreSQL has no " + STATEMENTS + ": statements are not counted");
      return;
    }
    postgres.server().execute("alter system set shared_preload_libraries = " + STATEMENTS);
    postgres.server().execute("create extension if not exists " + STATEMENTS);
  }

  /** What an application uses that nobody asks for anything. */
  static void idle(Target target, int seconds, Report report) {
    Postgres postgres = target.postgres();
    JdbcTemplate database = postgres.connect(Postgres.APPLICATION);
    database.execute("vacuum analyze"); // else it would
    database.execute("checkpoint");
    for (int third = 0; third < 3; third++) {
      long begin = System.nanoTime();
      double ofTheJvm = -target.cpu();
      double ofPostgres = -postgres.cpu();
      Pause.seconds(seconds / 3);
      double elapsed = (System.nanoTime() - begin) / 1e9;
      ofTheJvm += target.cpu();
      ofPostgres += postgres.cpu();
      report.add("idle: CPU, a core being 100", "%", 100 * (ofTheJvm + ofPostgres) / elapsed);
      report.add("idle: of that the JVM's", "%", 100 * ofTheJvm / elapsed);
    }
    report.add("idle: memory of the JVM", "MB", target.memory());
    report.add("idle: memory of PostgreSQL", "MB", postgres.memory());
  }
}
