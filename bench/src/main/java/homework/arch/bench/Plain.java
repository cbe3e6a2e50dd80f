package homework.arch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Measures {@link PlainService}, by the mails in its database. */
final class Plain {

  static final String FIGURE = "plain: one service, JPA, no saga, no events";
  static final String ARGUMENT = "plain-service";

  private static final String DATABASE = "bench_plain";

  private final App app;
  private final JdbcTemplate database;
  private final Callers callers;

  Plain(Postgres postgres, Path folder, Options options) throws IOException {
    postgres.createDatabase(DATABASE);
    Path ownJar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    Map<String, String> settings = postgres.settings(DATABASE);
    app = App.launch("plain-service", folder, options, settings, ownJar, ARGUMENT);
    app.awaitAnswer("/ready");
    database = postgres.connect(DATABASE);
    database.execute(
        """
        insert into account (user_id, balance)
        select gen_random_uuid(), 1000000 from generate_series(1, 200)\
        """);
    callers = new Callers(database.queryForList("select user_id from account", String.class));
  }

  /** As {@link Pushed}; what it has answered is finished. */
  void round(int leadIn, int window, Report report) {
    try (Load load = Load.push(app.address(), Bench.CALLERS, callers.orders())) {
      Pause.seconds(leadIn);
      long mails = mails();
      long begin = System.nanoTime();
      Pause.seconds(window);
      double seconds = (System.nanoTime() - begin) / 1e9;
      report.add(FIGURE, "orders/s", (mails() - mails) / seconds);
      Load.Outcome outcome = load.stop();
      report.check(
          "plain: each order is accepted", outcome.share(201) == 1, "" + outcome.answers());
    }
  }

  private long mails() {
    return Postgres.number(database, "select count(*) from mail");
  }

  void close() {
    app.close();
  }
}
