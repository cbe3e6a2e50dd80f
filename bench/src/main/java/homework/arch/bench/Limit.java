package homework.arch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

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
  private static final long MONEY = 1_000_000_000L; // on each account
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private static final String WRONG =
      """
      select (select sum(balance) from account) - %d
        + (select coalesce(sum(price), 0) from orders where status = 'APPROVED')
        || ' / ' || (select count(*) from orders) - (select count(*) from mail)\
      """
          .formatted(MONEY * ACCOUNTS);

  private final Postgres postgres;
  private final JdbcTemplate database;
  private final Path folder;
  private final boolean hasPgbench = hasPgbench();

  Limit(Postgres postgres, Path folder) throws IOException {
    this.postgres = postgres;
    this.folder = folder;
    postgres.createDatabase(DATABASE);
    database = postgres.connect(DATABASE);
    database.execute(resource("limit-tables.sql"));
  }

  void round(int seconds, Report report) throws IOException {
    double best = 0;
    int bestClients = 0;
    for (int clients : CLIENTS) {
      double rate = hasPgbench ? pgbench("simple", clients, seconds) : jdbc(clients, seconds);
      bestClients = rate > best ? clients : bestClients;
      best = Math.max(best, rate);
    }
    report.add(FIGURE, "orders/s", best);
    if (hasPgbench) {
      report.add(PREPARED, "orders/s", pgbench("prepared", bestClients, seconds));
    }
    report.setting("limit by", hasPgbench ? "pgbench" : "JDBC");
    String wrong = Postgres.text(database, WRONG);
    report.check("limit: the money and the mails are right", wrong.equals("0 / 0"), wrong);
  }

  private static boolean hasPgbench() {
    try {
      return new ProcessBuilder("pgbench", "--version").start().onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private double pgbench(String protocol, int clients, int seconds) throws IOException {
    Path script = Files.writeString(folder.resolve("limit.sql"), resource("limit.sql"));
    String options = "pgbench -n -M %s -c %d -j 2 -T %d -f".formatted(protocol, clients, seconds);
    List<String> command = new ArrayList<>(List.of(options.split(" ", -1)));
    command.add(script.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("PGHOST", "127.0.0.1");
    environment.put("PGPORT", Integer.toString(postgres.port()));
    environment.put("PGUSER", Postgres.USER);
    environment.put("PGDATABASE", DATABASE);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = RATE.matcher(output);
    if (process.onExit().join().exitValue() != 0 || !rate.find()) {
      throw new IllegalStateException("pgbench failed:\n" + output);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String resource(String name) throws IOException {
    return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
  }

  private double jdbc(int clients, int seconds) throws IOException {
    // Statements sent together, without a begin, are one transaction and one round trip.
    String transaction =
        resource("limit.sql")
            .replaceAll("(?m)^(--|\\\\set).*$|begin;|commit;", "")
            .replaceAll(":(order|account)", "?")
            .strip();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    PreparedStatementCallback<Integer> client = statement -> ordersUntil(end, statement);
    JdbcTemplate connections = postgres.connections(DATABASE);
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<CompletableFuture<Integer>> done =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> connections.execute(transaction, client), threads))
            .limit(clients)
            .toList();
    threads.shutdown();
    return (double) done.stream().mapToInt(CompletableFuture::join).sum() / seconds;
  }

  private static int ordersUntil(long end, PreparedStatement transaction) throws SQLException {
    int orders = 0;
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
