package homework.arch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Fills the store of the running application with orders that look as if it had taken them. Some
 * are really placed, by users of their own; then the rows of these users and orders, events and
 * read models, are copied by SQL, as text. The first eight digits of every id in them are the
 * number of the copy, so that all rows of a copy fit each other. The copied events stand before
 * those that are there, as if they were older, so that no event processor takes them for new.
 */
final class Growth {

  static final String FIGURE = "growth: callers who push, in the full store";
  static final String LONG_ACCOUNT = "growth: all orders on an account of 100,000 operations";

  private static final int USERS = 10;
  private static final int ORDERS = 1000;
  private static final int OPERATIONS = 100_000;
  private static final int COPIES_AT_ONCE = 5;
  private static final int THREADS = 2;

  private static final String EVENTS = "event_store.domain_event";

  /** The place in the stream of all events comes first in their rows. */
  private static final String LINE_OF_AN_EVENT =
      "'(' || - ((copy - 1) * %d + n) || substr(line, strpos(line, ','))".formatted(10 * ORDERS);

  private final Target target;
  private final Report report;
  private final JdbcTemplate database;

  Growth(Target target, Report report) {
    this.target = target;
    this.report = report;
    database = target.postgres().connect(Postgres.APPLICATION);
  }

  /** Fills up to a number of orders, and returns the user with the long history. */
  String fill(long orders) throws IOException {
    long begin = System.nanoTime();
    long last = Postgres.number(database, "select coalesce(max(global_index), 0) from " + EVENTS);
    OffsetDateTime moment = target.ledger().now();
    Callers callers = Callers.register(target, USERS);
    Load.arrive(
        target.orders().address(), Load.poisson(200, ORDERS / 200.0, 1), callers.ordersThatWait());
    target.ledger().drained(moment);
    Pause.seconds(3); // for the read models that the ledger does not look at
    execute("alter system set max_wal_size = '16GB'", "select pg_reload_conf()");
    String ofUsers = "where user_id in ('" + String.join("', '", callers.userIds()) + "')";
    // The stream of an e-mail address is named by a hash, which no copy would change.
    String copying =
        templates(
            ofUsers,
            "where global_index > " + last + " and aggregate_identifier not like 'email-%'");
    long placed = Postgres.number(database, "select count(*) from orders.order_view " + ofUsers);
    long copies = Math.max(1, (orders - target.ledger().all() + placed - 1) / placed);
    report.progress(
        "filling the store with %d copies of %d orders of %d users"
            .formatted(copies, placed, USERS));
    copy(copying, copies);
    // Not one of the copies: a user's key is sealed for its own id, and cannot be copied.
    String user = callers.userIds().get(0);
    execute(
        new ClassPathResource("growth.sql")
            .getContentAsString(StandardCharsets.UTF_8)
            .replace("USER", user)
            .replace("LAST", Long.toString(last))
            .replace("OPERATIONS", Integer.toString(OPERATIONS)),
        "drop schema bench_template cascade",
        "alter system reset max_wal_size",
        "select pg_reload_conf()",
        "vacuum analyze", // or autovacuum would, while it is measured
        "checkpoint");
    report.add("growth: orders in the store", "", (double) target.ledger().all());
    report.add("growth: filling it", "s", (System.nanoTime() - begin) / 1e9);
    return user;
  }

  private void execute(String... statements) {
    List.of(statements).forEach(database::execute);
  }

  /** Keeps the rows to be copied, and returns the statements that do so. */
  private String templates(String ofUsers, String newEvents) {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("users.user_view", ofUsers);
    tables.put("billing.account_view", ofUsers);
    tables.put("billing.operation_view", ofUsers);
    tables.put("orders.order_view", ofUsers);
    tables.put(
        "orders.timeline",
        "where order_id in (select order_id from orders.order_view " + ofUsers + ")");
    tables.put("notifications.notification_view", ofUsers);
    tables.put(EVENTS, newEvents); // last: whoever appends has others wait until it commits
    execute(
        "set bytea_output = escape", // so that ids can be found in it
        "drop schema if exists bench_template cascade",
        "create schema bench_template");
    StringBuilder copying = new StringBuilder("set synchronous_commit = off;\n");
    tables.forEach(
        (table, condition) -> {
          String template = table.replace('.', '_');
          String line = table.equals(EVENTS) ? LINE_OF_AN_EVENT : "line";
          // Each row as text, and its number, from 1 for the last.
          execute(
              """
              create unlogged table bench_template.%1$s as
                select row_number() over (order by t desc) n, regexp_replace(t::text,
                  '[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})',
                  'ffffffff\\1', 'g') line
                from %2$s t %3$s;
              analyze bench_template.%1$s;
              """
                  .formatted(template, table, condition));
          copying.append(
              """
              insert into %2$s select (copied).* from (
                select replace(%3$s, 'ffffffff-', lpad(to_hex(copy), 8, '0') || '-')::%2$s copied
                from generate_series(FIRST, LAST) copy, bench_template.%1$s offset 0) evaluated_once;
              """
                  .formatted(template, table, line));
        });
    return copying.toString();
  }

  private void copy(String copying, long copies) {
    JdbcTemplate connections = target.postgres().connections(Postgres.APPLICATION);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<CompletableFuture<Void>> batches = new ArrayList<>();
    for (long first = 1; first <= copies; first += COPIES_AT_ONCE) {
      String batch =
          copying
              .replace("FIRST", Long.toString(first))
              .replace("LAST", Long.toString(Math.min(copies, first + COPIES_AT_ONCE - 1)));
      batches.add(CompletableFuture.runAsync(() -> connections.execute(batch), threads));
    }
    threads.shutdown();
    for (int done = 0; done < batches.size(); done++) {
      if (done % 20 == 0) {
        report.progress("filled %d %%".formatted(100 * done / batches.size()));
      }
      batches.get(done).join();
    }
  }
}
