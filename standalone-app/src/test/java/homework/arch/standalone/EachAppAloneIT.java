package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each service is an application of its own: its jar starts, with its endpoints and tables alone.
 */
class EachAppAloneIT {

  @TempDir private Path folder;
  private EmbeddedDatabase database;

  @BeforeEach
  void startDatabase() {
    database = TestDatabase.start(folder);
  }

  @AfterEach
  void stopDatabase() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "user-app,         users,         /users,         /orders",
    "billing-app,      billing,       /accounts/11111111-1111-1111-1111-111111111111, /users",
    "order-app,        orders,        /orders,        /notifications",
    "notification-app, notifications, /notifications, /orders"
  })
  void startsByItself(String name, String schema, String ownPath, String othersPath)
      throws SQLException {
    Map<String, String> environment =
        Map.of(
            "SPRING_DATASOURCE_URL", database.jdbcUrl(),
            "SPRING_DATASOURCE_USERNAME", database.username(),
            "AXON_AXONSERVER_ENABLED", "false");
    try (AppProcess app = AppProcess.launch(name, folder, environment)) {
      Api api = new Api(app::url);
      app.awaitReady();
      Api.Answer own = api.get(ownPath);
      assertThat(own.status()).isIn(200, 404);
      assertThat(own.text()).doesNotContain("Not Found.");
      assertThat(api.get(othersPath).expect(404).text()).contains("Not Found.");
      assertThat(schemas()).containsExactlyInAnyOrder("event_store", "operator_log", schema);
      app.stop();
      assertThat(app.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }
  }

  /** Nobody pays here, so the order stays pending for as long as the callers listen. */
  @Test
  void stopsAtOnceWhileCallersListen() {
    Map<String, String> environment =
        Map.of(
            "SPRING_DATASOURCE_URL",
            database.jdbcUrl(),
            "SPRING_DATASOURCE_USERNAME",
            database.username(),
            "AXON_AXONSERVER_ENABLED",
            "false",
            "ARCH_DECIDE_WITHIN",
            "10m");
    try (AppProcess app = AppProcess.launch("order-app", folder, environment)) {
      Api api = new Api(app::url);
      app.awaitReady();
      String orderId = api.order(UUID.randomUUID().toString(), "1").expect(201).id("orderId");
      List<HttpResponse<Stream<String>>> streams =
          IntStream.range(0, 50).mapToObj(i -> api.listen(orderId)).toList();

      Instant told = Instant.now();
      app.stop();

      assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(15));
      assertThat(streams)
          .allSatisfy(stream -> assertThat(Api.events(stream)).containsExactly("0 order PENDING"));
      assertThat(app.output()).doesNotContain("ERROR");
    }
  }

  private List<String> schemas() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.username(), "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select distinct table_schema from information_schema.tables
                where table_schema not in ('pg_catalog', 'information_schema') order by 1""")) {
      List<String> schemas = new ArrayList<>();
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
      return schemas;
    }
  }
}
