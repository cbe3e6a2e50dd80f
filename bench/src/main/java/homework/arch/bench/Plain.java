package homework.arch.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Measures {@link PlainService}, by the mails in its database. */
final class Plain {

  static final String FIGURE = "plain: one service, JPA, no saga, no events";
  static final String ARGUMENT = "plain-service";

  private static final String DATABASE = "bench_plain";

  private final App app;
  private final Connection database;
  private final Callers callers;

  Plain(Postgres postgres, Path folder, Options options) {
    postgres.createDatabase(DATABASE);
    app =
        App.launch(
            "plain-service",
            folder,
            options,
            List.of("-jar", ownJar(), ARGUMENT),
            Map.of(
                "SPRING_DATASOURCE_URL",
                postgres.url(DATABASE),
                "SPRING_DATASOURCE_USERNAME",
                Postgres.USER));
    app.awaitAnswer("/ready");
    List<String> userIds =
        IntStream.range(0, 200).mapToObj(i -> UUID.randomUUID().toString()).toList();
    for (String userId : userIds) {
      postgres.execute(
          DATABASE, "insert into account (user_id, balance) values ('" + userId + "', 1000000)");
    }
    callers = Callers.with(userIds);
    database = postgres.connect(DATABASE);
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

  /** This benchmark, as it was started. */
  private static String ownJar() {
    return Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString();
  }

  private long mails() {
    return Postgres.number(database, "select count(*) from mail");
  }

  void close() {
    app.close();
    try {
      database.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
