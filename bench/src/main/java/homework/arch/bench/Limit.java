package homework.arch.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the database alone can do: the writes of an order in one transaction, with nothing around
 * them, by {@code pgbench}; where that is missing, by the same statements through JDBC, sent
 * together, which is a little faster.
 */
final class Limit {

  /** As {@code pgbench} does it unless told otherwise. */
  static final String FIGURE = "limit: PostgreSQL alone";

  /** Statements are parsed and planned once. */
  static final String PREPARED = "limit: PostgreSQL alone, prepared statements";

  private static final String DATABASE = "bench_limit";
  private static final List<Integer> CLIENTS = List.of(4, 8, 16);
  private static final int ACCOUNTS = 200;
  private static final long MONEY = 1_000_000_000L;
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private static final String TABLES =
      """
      create table account (account_id int primary key, balance bigint not null check (balance >= 0));
      create table orders (order_id bigint primary key, account_id int not null, price bigint not null,
        status text not null, placed_at timestamptz not null, decided_at timestamptz);
      create table mail (mail_id uuid primary key, order_id bigint not null, subject text not null,
        text text not null, created_at timestamptz not null);
      insert into account select n, %d from generate_series(1, %d) n;
      """
          .formatted(MONEY, ACCOUNTS);

  private final Postgres postgres;
  private final Path folder;
  private final @Nullable Path pgbench = pgbench();

  Limit(Postgres postgres, Path folder) {
    this.postgres = postgres;
    this.folder = folder;
    postgres.createDatabase(DATABASE);
    postgres.execute(DATABASE, TABLES);
  }

  void round(int seconds, Report report) {
    double best = 0;
    int bestClients = 0;
    for (int clients : CLIENTS) {
      double rate =
          pgbench == null ? jdbc(clients, seconds) : pgbench(pgbench, "simple", clients, seconds);
      bestClients = rate > best ? clients : bestClients;
      best = Math.max(best, rate);
    }
    report.add(FIGURE, "orders/s", best);
    if (pgbench != null) {
      report.add(PREPARED, "orders/s", pgbench(pgbench, "prepared", bestClients, seconds));
    }
    report.setting("limit by", pgbench == null ? "JDBC" : "pgbench");
    String wrong =
        postgres.text(
            DATABASE,
            """
            select (select sum(balance) from account) - %d
              + (select coalesce(sum(price), 0) from orders where status = 'APPROVED')
              || ' / ' || (select count(*) from orders) - (select count(*) from mail)"""
                .formatted(MONEY * ACCOUNTS));
    report.check("limit: the money and the mails are right", wrong.equals("0 / 0"), wrong);
  }

  private static @Nullable Path pgbench() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "pgbench"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private double pgbench(Path program, String protocol, int clients, int seconds) {
    try {
      Path script = folder.resolve("limit.sql");
      Files.writeString(script, script());
      Process process =
          new ProcessBuilder(
                  List.of(
                      program.toString(),
                      "-h",
                      "127.0.0.1",
                      "-p",
                      "" + postgres.port(),
                      "-U",
                      Postgres.USER,
                      "-n",
                      "-M",
                      protocol,
                      "-f",
                      script.toString(),
                      "-c",
                      "" + clients,
                      "-j",
                      "2",
                      "-T",
                      "" + seconds,
                      DATABASE))
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher rate = RATE.matcher(output);
      if (process.onExit().join().exitValue() != 0 || !rate.find()) {
        throw new IllegalStateException("pgbench failed:\n" + output);
      }
      return Double.parseDouble(rate.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script() throws IOException {
    try (InputStream script = Limit.class.getResourceAsStream("/limit.sql")) {
      if (script == null) {
        throw new IllegalStateException("limit.sql is missing");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private double jdbc(int clients, int seconds) {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Future<Long>> done = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Callable<Long> client = () -> ordersUntil(end);
      done.add(threads.submit(client));
    }
    threads.shutdown();
    try {
      long orders = 0;
      for (Future<Long> client : done) {
        orders += client.get();
      }
      return (double) orders / seconds;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Statements sent together, without a begin, are one transaction and one round trip. */
  private long ordersUntil(long end) throws SQLException, IOException {
    String statements =
        script()
            .replaceAll("(?m)^(--|\\\\set).*$|begin;|commit;", "")
            .replaceAll(":(order|account)", "?")
            .strip();
    try (Connection connection = postgres.connect(DATABASE);
        PreparedStatement transaction = connection.prepareStatement(statements)) {
      long orders = 0;
      for (; System.nanoTime() < end; orders++) {
        long order = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        int account = ThreadLocalRandom.current().nextInt(1, ACCOUNTS + 1);
        transaction.setLong(1, order);
        transaction.setInt(2, account);
        transaction.setInt(3, account);
        transaction.setLong(4, order);
        transaction.setLong(5, order);
        transaction.execute();
      }
      return orders;
    }
  }
}
