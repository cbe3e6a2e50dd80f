package homework.arch.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the standalone application on a folder of its own, and measures that. */
final class Start {

  static final String FIRST_SECONDS = "start: the first 30 s of a fresh JVM";

  private static final String STATEMENTS = "pg_stat_statements";

  private final Path folder;
  private final Options options;
  private final Report report;
  private App app;

  Start(Path folder, Options options, Report report) {
    this.folder = folder;
    this.options = options;
    this.report = report;
    app = launch();
    ready("start: ready the first time");
    if (options.has("start") || options.has("system") || options.has("services")) {
      countStatements();
      for (int i = 0; i < (options.has("start") ? options.rounds() : 1); i++) {
        app.close();
        app = launch();
        ready("start: ready, data there");
      }
    }
  }

  private App launch() {
    return App.launch(
        "standalone-app",
        folder,
        options,
        List.of("-jar", options.jar().toString()),
        Map.of("ARCH_DATA_FOLDER", folder.resolve("database").toString()));
  }

  private void ready(String figure) {
    double seconds = app.awaitReady();
    report.progress("ready after %.1f s".formatted(seconds));
    report.add(figure, "s", seconds);
    report.add(figure + ": JVM's CPU", "s", Usage.cpuOfFamily(app.pid()));
  }

  /** From the next start on, if the server has that library: all that is measured pays for it. */
  private void countStatements() {
    String available = "select count(*) from pg_available_extensions where name = '%s'";
    if (postgres().text("postgres", available.formatted(STATEMENTS)).equals("1")) {
      postgres()
          .execute(
              "postgres",
              "alter system set shared_preload_libraries = " + STATEMENTS,
              "create extension if not exists " + STATEMENTS);
    } else {
      report.progress("this PostgreSQL has no " + STATEMENTS + ": statements are not counted");
    }
  }

  private Postgres postgres() {
    return Postgres.in(folder.resolve("database"));
  }

  Target target() {
    Postgres postgres = postgres();
    Ledger ledger =
        new Ledger(postgres.connect(Postgres.APPLICATION), postgres.connect(Postgres.APPLICATION));
    return new Target("standalone", app, app, app, List.of(app), postgres, ledger);
  }

  /** What an application uses that nobody asks for anything. */
  static void idle(Target target, int seconds, Report report) {
    target
        .postgres()
        .execute(Postgres.APPLICATION, "vacuum analyze", "checkpoint"); // else it would
    for (int third = 0; third < 3; third++) {
      long begin = System.nanoTime();
      double jvm = target.cpu();
      double postgres = Usage.cpuOfFamily(target.postgres().pid());
      Pause.seconds(seconds / 3);
      double elapsed = (System.nanoTime() - begin) / 1e9;
      double jvmShare = (target.cpu() - jvm) / elapsed;
      double postgresShare = (Usage.cpuOfFamily(target.postgres().pid()) - postgres) / elapsed;
      report.add("idle: CPU, a core being 100", "%", 100 * (jvmShare + postgresShare));
      report.add("idle: of that the JVM's", "%", 100 * jvmShare);
    }
    report.add("idle: memory of the JVM", "MB", target.memory());
    report.add("idle: memory of PostgreSQL", "MB", Usage.memoryOfFamily(target.postgres().pid()));
  }
}
