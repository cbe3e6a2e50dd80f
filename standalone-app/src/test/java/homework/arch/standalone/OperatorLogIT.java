package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import tools.jackson.databind.JsonNode;

/**
 * Who of the operators did what, where nobody logs in; with a log-in it is seen in {@link
 * LimitsIT}, and after a crash in {@link LauncherIT}.
 */
class OperatorLogIT extends InOneJvm {

  private static final String LOG = "/actuator/operatorlog";

  @Autowired private ScheduledAnnotationBeanPostProcessor scheduled;

  private List<JsonNode> deeds() {
    return operator().get(LOG).expect(200).body().get("content").valueStream().toList();
  }

  private long count() {
    return operator().get(LOG).expect(200).body().at("/page/totalElements").asLong();
  }

  /** It is answered a moment before its end is recorded. */
  private JsonNode lastDeed() {
    return await()
        .until(() -> deeds().get(0), deed -> !deed.get("outcome").asString().equals("BEGUN"));
  }

  @Test
  void aDeedIsListedWithWhoWhenWhatAndWhatCameOfIt() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);

    operator().post("/actuator/deadletters/retry", "{}").expect(200);
    JsonNode done = lastDeed();
    operator().post("/actuator/deadletters/none/give-up", "{}").expect(404);
    JsonNode refused = lastDeed();

    assertThat(done.get("who").asString()).isEqualTo("anonymous");
    assertThat(done.get("address").asString()).isEqualTo("127.0.0.1");
    assertThat(done.get("what").asString()).isEqualTo("POST /actuator/deadletters/retry");
    assertThat(done.get("outcome").asString()).isEqualTo("DONE");
    assertThat(done.get("status").asInt()).isEqualTo(200);
    assertThat(Instant.parse(done.get("at").asString())).isBetween(before, Instant.now());
    assertThat(Instant.parse(done.get("endedAt").asString())).isBetween(before, Instant.now());
    assertThat(refused.get("what").asString()).isEqualTo("POST /actuator/deadletters/none/give-up");
    assertThat(refused.get("outcome").asString()).isEqualTo("REFUSED");
    assertThat(refused.get("status").asInt()).isEqualTo(404);
    assertThat(deeds().get(1).get("id")).isEqualTo(done.get("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/audit", "/actuator/audit;a=b", "/actuator/%61udit"})
  void anAuditIsADeedAsItReadsEverything(String path) {
    long before = count();
    assertThat(operator().get(path).status()).isEqualTo(200);
    assertThat(count()).isEqualTo(before + 1);
    assertThat(lastDeed().get("what").asString()).isEqualTo("GET /actuator/audit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/deadletters",
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/info",
        LOG,
        "/actuator/processors",
        "/actuator/prometheus"
      })
  void aLookIsNone(String path) {
    long before = count();
    operator().text(path);
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void theyComeInPages() {
    operator().post("/actuator/deadletters/retry", "{}").expect(200);
    operator().post("/actuator/deadletters/retry", "{}").expect(200);

    JsonNode second = operator().get(LOG + "?page=1&size=1").expect(200).body();

    assertThat(second.get("content")).hasSize(1);
    assertThat(second.get("content").get(0).get("id")).isEqualTo(deeds().get(1).get("id"));
    assertThat(second.at("/page/totalElements").asLong()).isGreaterThanOrEqualTo(2);
    for (String wrong : List.of("size=0", "size=201", "page=-1", "page=100000", "size=x")) {
      operator().get(LOG + "?" + wrong).expect(400);
    }
  }

  @Test
  void whatCannotBeRecordedIsNotDone() {
    long before = count();
    jdbc.sql("alter table operator_log.deed rename to away").update();
    try {
      Api.Answer answer =
          operator().post("/actuator/processors/user-projection/replay", "{}").expect(503);
      assertThat(answer.text()).contains("cannot be recorded").doesNotContain("operator_log");
      operator().get("/actuator/audit").expect(503);
      operator().get("/actuator/health/readiness").expect(200);
    } finally {
      jdbc.sql("alter table operator_log.away rename to deed").update();
    }
    assertThat(count()).isEqualTo(before);
    operator().get("/actuator/audit").expect(200);
  }

  @Test
  void theOldestAreForgotten() {
    operator().post("/actuator/deadletters/retry", "{}").expect(200);
    long id = lastDeed().get("id").asLong();
    long recent = count();
    jdbc.sql(
            """
            insert into operator_log.deed (at, who, address, what)
            values (now() - interval '401 days', 'old', '', ''),
              (now() - interval '399 days', 'young', '', '')""")
        .update();

    scheduled.getScheduledTasks().stream()
        .filter(task -> task.toString().contains("OperatorLog.forget"))
        .forEach(task -> task.getTask().getRunnable().run());

    assertThat(count()).isEqualTo(recent + 1);
    assertThat(deeds().get(0).get("who").asString()).isEqualTo("young");
    assertThat(deeds().get(1).get("id").asLong()).isEqualTo(id);
    jdbc.sql("delete from operator_log.deed where who = 'young'").update();
  }
}
