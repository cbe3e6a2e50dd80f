package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.Test;

/** What Prometheus is told after some orders. */
class MetricsIT extends InOneJvm {

  private static final Pattern LINE = Pattern.compile("(?m)^(arch_\\S+) (\\S+)$");
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PROCESSOR = "{processor=\"order-timeline\",service=\"orders\"}";

  private Map<String, Double> scrape() {
    Map<String, Double> values = new TreeMap<>();
    LINE.matcher(operator().text("/actuator/prometheus"))
        .results()
        .forEach(line -> values.put(line.group(1), Double.valueOf(line.group(2))));
    return values;
  }

  /** How much what is counted has grown. */
  private static double growth(
      Map<String, Double> before, Map<String, Double> after, String metric) {
    assertThat(before).containsKey(metric);
    assertThat(after).containsKey(metric);
    return after.getOrDefault(metric, 0.0) - before.getOrDefault(metric, 0.0);
  }

  @Test
  void eachSagaIsCountedAndTimedOnce() {
    nothingIsBehind();
    Map<String, Double> before = scrape();

    String userId = api().userWith("10");
    api().order(userId, "4", "Prefer", "wait=10").expect(201);
    String taken = api().order(userId, "5", "Prefer", "wait=10").expect(201).id("orderId");
    api().order(userId, "2", "Prefer", "wait=10").expect(201);
    api().post("/orders/" + taken + "/cancellation", "{}").expect(202);
    api().expectBalance(userId, "6");
    String nobody = UUID.randomUUID().toString();
    api().order(nobody, "1", "Prefer", "wait=10").expect(201);

    Map<String, Double> grown =
        Map.ofEntries(
            Map.entry("arch_saga_started_total", 4.0),
            Map.entry("arch_saga_finished_total{outcome=\"approved\"}", 2.0),
            Map.entry("arch_saga_finished_total{outcome=\"rejected\"}", 2.0),
            Map.entry("arch_saga_finished_total{outcome=\"cancelled\"}", 1.0),
            Map.entry("arch_saga_compensations_total{outcome=\"refunded\"}", 1.0),
            Map.entry("arch_saga_compensations_total{outcome=\"voided\"}", 0.0),
            Map.entry(decided("count", "approved", "none"), 2.0),
            Map.entry(decided("count", "rejected", "insufficient_funds"), 1.0),
            Map.entry(decided("count", "rejected", "account_not_found"), 1.0),
            Map.entry(decided("count", "rejected", "payment_timeout"), 0.0),
            Map.entry("arch_order_mailed_seconds_count{outcome=\"approved\"}", 2.0),
            Map.entry("arch_order_mailed_seconds_count{outcome=\"rejected\"}", 2.0),
            Map.entry("arch_order_mailed_seconds_bucket{outcome=\"approved\",le=\"30.0\"}", 2.0),
            Map.entry("arch_mails_total{state=\"stored\"}", 4.0),
            Map.entry("arch_mails_total{state=\"no_address\"}", 1.0),
            Map.entry("arch_mails_total{state=\"failed\"}", 0.0));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Map<String, Double> after = scrape();
              grown.forEach(
                  (metric, times) ->
                      assertThat(growth(before, after, metric)).as(metric).isEqualTo(times));
            });
    Map<String, Double> after = scrape();
    assertThat(growth(before, after, decided("sum", "approved", "none"))).isBetween(0.0, 20.0);
    assertThat(after).allSatisfy((metric, value) -> assertThat(metric).doesNotContainPattern(ID));
    nothingIsBehind();
  }

  private static String decided(String what, String outcome, String reason) {
    return "arch_order_decided_seconds_%s{outcome=\"%s\",reason=\"%s\"}"
        .formatted(what, outcome, reason);
  }

  private void nothingIsBehind() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Map<String, Double> now = scrape();
              assertThat(now).containsEntry("arch_orders_undecided", 0.0);
              assertThat(now)
                  .containsKeys(
                      "arch_processor_lag" + PROCESSOR, "arch_processor_lag_seconds" + PROCESSOR);
              now.forEach(
                  (metric, value) -> {
                    if (metric.startsWith("arch_processor_lag")) {
                      assertThat(value).as(metric).isZero();
                    } else if (metric.startsWith("arch_processor_running")) {
                      assertThat(value).as(metric).isEqualTo(1);
                    }
                  });
            });
  }

  @Test
  void aReplayCountsNothingTwice() {
    String userId = api().userWith("10");
    String orderId = api().order(userId, "4", "Prefer", "wait=10").expect(201).id("orderId");
    theTimelineIsComplete(orderId);
    nothingIsBehind();
    Map<String, Double> before = scrape();

    for (String projection : new String[] {"order-timeline", "notification-projection"}) {
      operator().post("/actuator/processors/" + projection + "/replay", "{}").expect(202);
    }
    theTimelineIsComplete(orderId);
    nothingIsBehind();

    Map<String, Double> after = scrape();
    before.forEach(
        (metric, value) -> {
          if (metric.matches("arch_(saga|mails|order)_.*(total|count|bucket).*")) {
            assertThat(after).as(metric).containsEntry(metric, value);
          }
        });
  }

  /** Of a replay it is the last order. */
  private void theTimelineIsComplete(String orderId) {
    api().eventually("/orders/" + orderId + "/timeline", timeline -> timeline.body().size() == 4);
  }

  /** Its next event waits, and nobody works on it once its claim is old. */
  @Test
  void aProcessorThatStandsIsLateAndDoesNotRun() {
    nothingIsBehind();
    EventProcessor processor = processor("order-timeline");
    processor.shutDown();
    try {
      api().order(api().userWith("10"), "4", "Prefer", "wait=10").expect(201);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Map<String, Double> now = scrape();
                assertThat(now.get("arch_processor_lag_seconds" + PROCESSOR)).isGreaterThan(2);
                assertThat(now).containsEntry("arch_processor_running" + PROCESSOR, 0.0);
              });
    } finally {
      processor.start();
    }
    nothingIsBehind();
  }

  @Test
  void theAuditLeavesItsFaults() {
    expectThatTheAuditHolds();

    assertThat(scrape()).containsEntry("arch_audit_faults", 0.0);
  }
}
