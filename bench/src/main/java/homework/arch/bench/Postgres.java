package homework.arch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The PostgreSQL that the standalone application brings; everything here is measured on it. */
record Postgres(long pid, int port) {

  static final String USER = "postgres";

  /** The database of the application. */
  static final String APPLICATION = "arch_axon";

  /** Where PostgreSQL says itself which process it is, and on which port. */
  static Postgres in(Path folder) {
    try {
      List<String> lines =
          Files.readAllLines(folder.resolve("data/postmaster.pid"), StandardCharsets.ISO_8859_1);
      return new Postgres(
          Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  Connection connect(String database) {
    try {
      return DriverManager.getConnection(url(database), USER, "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void createDatabase(String name) {
    execute(
        "postgres", "drop database if exists \"" + name + "\"", "create database " + quoted(name));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  /** The first column of the first row. */
  String text(String database, String query) {
    try (Connection connection = connect(database)) {
      return text(connection, query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(Connection connection, String query, Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? String.valueOf(rows.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  static long number(Connection connection, String query, Object... parameters) {
    return Long.parseLong(text(connection, query, parameters));
  }

  /** What has run in all databases so far; a transaction's begin travels with what follows it. */
  double statements(Connection connection) {
    boolean counted =
        number(connection, "select count(*) from pg_extension where extname = 'pg_stat_statements'")
            > 0;
    return counted
        ? number(
            connection,
            """
            select coalesce(sum(calls), 0)::bigint from pg_stat_statements
            where query !~* '^(begin|start transaction)'""")
        : Double.NaN;
  }

  double commits(Connection connection) {
    return number(connection, "select sum(xact_commit)::bigint from pg_stat_database");
  }
}
