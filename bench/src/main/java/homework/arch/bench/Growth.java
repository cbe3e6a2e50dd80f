package homework.arch.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fills the store of the running application with orders that look as if it had taken them. Some
 * are really placed, by users of their own; then the rows of these users and orders, events and
 * read models, are copied by SQL. The first eight digits of every id are the number of the copy, so
 * that all rows of a copy fit each other. The copied events stand before those that are there, as
 * if they were older, so that no event processor takes them for new.
 */
final class Growth {

  static final String FIGURE = "growth: callers who push, in the full store";
  static final String LONG_ACCOUNT = "growth: all orders on an account of 100,000 operations";

  private static final int USERS = 10;
  private static final int ORDERS = 1000;
  private static final int OPERATIONS = 100_000;
  private static final int COPIES_AT_ONCE = 5;
  private static final int THREADS = 2;

  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";
  private static final String ANY_COPY = "ffffffff";

  private static final String EVENTS = "event_store.domain_event";
  private static final List<String> READ_MODELS =
      List.of(
          "users.user_view",
          "billing.account_view",
          "billing.operation_view",
          "orders.order_view",
          "orders.timeline",
          "notifications.notification_view");

  private record Column(String name, String type) {

    boolean hasIds() {
      return List.of("uuid", "bytea", "text", "character varying").contains(type);
    }

    private String asText() {
      return type.equals("bytea") ? "convert_from(%s, 'UTF8')".formatted(name) : name + "::text";
    }

    String forAnyCopy() {
      return hasIds()
          ? "regexp_replace(%s, '%s', '%s\\1', 'g') %s".formatted(asText(), ID, ANY_COPY, name)
          : name;
    }

    String ofTheCopy() {
      String text = "replace(t.%s, '%s-', prefix)".formatted(name, ANY_COPY);
      return switch (type) {
        case "bytea" -> "convert_to(" + text + ", 'UTF8')";
        case "uuid", "text", "character varying" -> text + "::" + type;
        default ->
            name.equals("global_index")
                ? "- ((copy::bigint - 1) * %d + t.global_index)".formatted(10L * ORDERS)
                : "t." + name;
      };
    }
  }

  private final Target target;
  private final Report report;

  Growth(Target target, Report report) {
    this.target = target;
    this.report = report;
  }

  /** Fills up to a number of orders, and returns the user with the long history. */
  String fill(long orders) {
    long begin = System.nanoTime();
    try (Connection connection = target.postgres().connect(Postgres.APPLICATION);
        Statement statement = connection.createStatement()) {
      long last =
          Postgres.number(connection, "select coalesce(max(global_index), 0) from " + EVENTS);
      OffsetDateTime moment = target.ledger().now();
      Callers callers = Callers.register(target, USERS);
      Load.arrive(
          target.orders().address(),
          Load.poisson(200, ORDERS / 200.0, 1),
          callers.ordersThatWait());
      target.ledger().drained(moment);
      Pause.seconds(3); // for the read models that the ledger does not look at
      statement.execute("alter system set max_wal_size = '16GB'");
      statement.execute("select pg_reload_conf()");
      String users = "'" + String.join("', '", callers.userIds()) + "'";
      String ofUsers = "where user_id in (" + users + ")";
      statement.execute("drop schema if exists bench_template cascade");
      statement.execute("create schema bench_template");
      List<String> copying = new ArrayList<>();
      copying.add(template(EVENTS, "where global_index > " + last, statement));
      for (String table : READ_MODELS) {
        copying.add(
            template(
                table,
                table.equals("orders.timeline")
                    ? "where order_id in (select order_id from orders.order_view " + ofUsers + ")"
                    : ofUsers,
                statement));
      }
      long placed =
          Postgres.number(connection, "select count(*) from orders.order_view " + ofUsers);
      long copies = Math.max(1, (orders - target.ledger().all() + placed - 1) / placed);
      report.progress(
          "filling the store with %d copies of %d orders of %d users"
              .formatted(copies, placed, USERS));
      copy(copying, copies);
      String user = "00000001" + callers.userIds().get(0).substring(8);
      lengthen(user, statement);
      statement.execute("drop schema bench_template cascade");
      statement.execute("alter system reset max_wal_size");
      statement.execute("select pg_reload_conf()");
      statement.execute("vacuum analyze"); // or autovacuum would, while it is measured
      statement.execute("checkpoint");
      report.add("growth: orders in the store", "", (double) target.ledger().all());
      report.add("growth: filling it", "s", (System.nanoTime() - begin) / 1e9);
      return user;
    } catch (SQLException e) {
      throw new IllegalStateException("The store could not be filled", e);
    }
  }

  /** Keeps the rows to be copied, and returns the statement that does so. */
  private static String template(String table, String condition, Statement statement)
      throws SQLException {
    String template = "bench_template." + table.replace('.', '_');
    List<Column> columns = columns(table, statement.getConnection());
    List<String> names = columns.stream().map(Column::name).toList();
    statement.execute(
        "create unlogged table %s as select %s from %s %s"
            .formatted(
                template,
                String.join(", ", columns.stream().map(Column::forAnyCopy).toList()),
                table,
                condition));
    if (names.contains("global_index")) { // from 1, for the last one, without gaps
      statement.execute(
          """
          update %1$s set global_index = n from
            (select ctid row, row_number() over (order by global_index desc) n from %1$s) numbered
          where ctid = row"""
              .formatted(template));
    }
    statement.execute("analyze " + template);
    return """
        insert into %s (%s) select %s
        from generate_series(?, ?) copy, lateral (select lpad(to_hex(copy), 8, '0') || '-' prefix) p, %s t"""
        .formatted(
            table,
            String.join(", ", names),
            String.join(", ", columns.stream().map(Column::ofTheCopy).toList()),
            template);
  }

  private static List<Column> columns(String table, Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select column_name, data_type from information_schema.columns
            where table_schema || '.' || table_name = ? and is_generated = 'NEVER'
            order by ordinal_position""")) {
      query.setString(1, table);
      List<Column> columns = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(new Column(rows.getString(1), rows.getString(2)));
        }
      }
      return columns;
    }
  }

  private void copy(List<String> statements, long copies) {
    AtomicLong next = new AtomicLong(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      done.add(threads.submit(() -> copy(statements, copies, next)));
    }
    threads.shutdown();
    try {
      while (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
        report.progress("filled %d %%".formatted(100 * Math.min(copies, next.get()) / copies));
      }
      for (Future<?> thread : done) {
        thread.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The store could not be filled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void copy(List<String> statements, long copies, AtomicLong next) {
    try (Connection connection = target.postgres().connect(Postgres.APPLICATION)) {
      try (Statement setting = connection.createStatement()) {
        setting.execute("set synchronous_commit = off");
      }
      for (long first = next.getAndAdd(COPIES_AT_ONCE);
          first <= copies;
          first = next.getAndAdd(COPIES_AT_ONCE)) {
        for (String sql : statements) {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, (int) first);
            statement.setInt(2, (int) Math.min(copies, first + COPIES_AT_ONCE - 1));
            statement.executeUpdate();
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Goes on with the history of an account that the application has not seen, by deposits. */
  private static void lengthen(String user, Statement statement) throws SQLException {
    String script =
        """
        create table bench_template.event as
          select e.*, convert_from(payload, 'UTF8')::jsonb json
          from event_store.domain_event e
          where global_index between -10 * ORDERS and -1 and convert_from(payload, 'UTF8') like '%"userId":"USER"%'
            and payload_type similar to '%.(FundsDeposited|OperationRecorded|AccountDebited)';
        create table bench_template.deposit as
          select aggregate_identifier account, json->>'operationId' operation_id,
            (select max(sequence_number) from event_store.domain_event a
              where a.aggregate_identifier = e.aggregate_identifier) last,
            (select min((json->>'balance')::bigint) from bench_template.event) balance,
            (select min(global_index) from event_store.domain_event) first
          from bench_template.event e where payload_type like '%.FundsDeposited' limit 1;
        create table bench_template.operation as
          select n, gen_random_uuid()::text operation_id from generate_series(1, OPERATIONS) n;
        insert into event_store.domain_event (global_index, aggregate_identifier, sequence_number,
            type, event_identifier, time_stamp, payload_type, payload_revision, payload, meta_data)
          select d.first - row_number() over (order by o.n desc, e.global_index desc),
            replace(e.aggregate_identifier, d.operation_id, o.operation_id),
            case e.aggregate_identifier when d.account then d.last + o.n else e.sequence_number end,
            e.type, gen_random_uuid()::text, e.time_stamp, e.payload_type, e.payload_revision,
            convert_to((e.json || jsonb_build_object('operationId', o.operation_id,
              'amount', 1, 'balance', d.balance + o.n))::text, 'UTF8'),
            e.meta_data
          from bench_template.operation o, bench_template.deposit d, bench_template.event e
          where e.json->>'operationId' = d.operation_id;
        insert into billing.operation_view
          select (jsonb_populate_record(v, jsonb_build_object('operation_id', o.operation_id,
            'sequence', d.last + o.n, 'amount', 1, 'balance', d.balance + o.n))).*
          from bench_template.operation o, bench_template.deposit d, billing.operation_view v
          where v.operation_id = d.operation_id::uuid;
        update billing.account_view set balance = d.balance + OPERATIONS
          from bench_template.deposit d where user_id = 'USER';
        """;
    statement.execute(
        script
            .replace("USER", user)
            .replace("ORDERS", Integer.toString(ORDERS))
            .replace("OPERATIONS", Integer.toString(OPERATIONS)));
  }
}
