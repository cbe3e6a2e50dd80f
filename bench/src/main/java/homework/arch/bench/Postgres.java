package homework.arch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The PostgreSQL that the standalone application brings; everything here is measured on it. */
final class Postgres {

  static final String USER = "postgres";

  /** The database of the application. */
  static final String APPLICATION = "arch_axon";

  private final long pid;
  private final int port;
  private final JdbcTemplate server;

  /** Reads where PostgreSQL says itself which process it is, and on which port. */
  Postgres(Path folder) throws IOException {
    List<String> lines =
        Files.readAllLines(folder.resolve("data/postmaster.pid"), StandardCharsets.ISO_8859_1);
    pid = Long.parseLong(lines.get(0).strip());
    port = Integer.parseInt(lines.get(3).strip());
    server = connect("postgres");
  }

  int port() {
    return port;
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** How an application is told to use it. */
  Map<String, String> settings(String database) {
    return Map.of("SPRING_DATASOURCE_URL", url(database), "SPRING_DATASOURCE_USERNAME", USER);
  }

  /** By one connection, from the first statement on until the benchmark ends. */
  JdbcTemplate connect(String database) {
    return new JdbcTemplate(new SingleConnectionDataSource(url(database), USER, "", true));
  }

  /** By a connection of its own for each statement, so that many can run at once. */
  JdbcTemplate connections(String database) {
    return new JdbcTemplate(new DriverManagerDataSource(url(database), USER, ""));
  }

  /** In no database that is measured. */
  JdbcTemplate server() {
    return server;
  }

  void createDatabase(String name) {
    server.execute("drop database if exists \"" + name + "\"");
    server.execute("create database \"" + name + "\"");
  }

  static String text(JdbcTemplate database, String query) {
    return Objects.requireNonNull(database.queryForObject(query, String.class));
  }

  static long number(JdbcTemplate database, String query, Object... parameters) {
    return Objects.requireNonNull(database.queryForObject(query, Long.class, parameters));
  }

  /** What has run in all databases so far; a transaction's begin travels with what follows it. */
  double statements() {
    boolean counted =
        number(server, "select count(*) from pg_extension where extname = 'pg_stat_statements'")
            > 0;
    return counted
        ? number(
            server,
            """
            select coalesce(sum(calls), 0)::bigint from pg_stat_statements
            where query !~* '^(begin|start transaction)'\
            """)
        : Double.NaN;
  }

  double commits() {
    return number(server, "select sum(xact_commit)::bigint from pg_stat_database");
  }

  /** Seconds of processor time of all its processes. */
  double cpu() {
    return Usage.cpu(pid);
  }

  /** Megabytes of memory of all its processes. */
  double memory() {
    return Usage.memory(pid);
  }
}
