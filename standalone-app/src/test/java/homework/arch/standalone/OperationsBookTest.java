package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds {@code docs/operations} and {@code docs/settings.md} against the configuration. That its
 * metrics are there is held by {@link MailDeliveryIT}, against a running application; here only
 * that the rules find what is planted.
 */
class OperationsBookTest {

  private static final String BOOK =
      """
      # Metrics

      | metric | what it tells |
      | --- | --- |
      | `arch_dead_letters{of,state}` | `parked` |
      | `jvm_memory_*` | |

      # Alerts

            - alert: One
              expr: max by (of) (arch_dead_letters{state="parked"}) > 0
            - alert: Two
              expr: >-
                sum(jvm_memory_used_bytes)
                unless sum(increase(arch_dead_letters[5m])) > 0

      # Settings

      | `ARCH_DECIDE_WITHIN` | `30s` | orders | and `services.*.replicas` of the chart |
      | `SERVER_PORT` | `8080`; `8081`, `8082`, `8083`, `8084` | all | the port |

      `SPRING_DATASOURCE_URL`, `AXON_AXONSERVER_SERVERS=here:8124` and `ARCH_DATA_FOLDER`.
      """;

  private static final String SCRAPE =
      """
      # HELP arch_dead_letters Work
      arch_dead_letters{of="commands",state="parked"} 0.0
      jvm_memory_used_bytes{area="heap"} 1.0
      """;

  @Test
  void everySettingInTheBookIsOneAndHasTheDefaultThatItTells() {
    assertThat(OperationsBook.read().faultsOfSettings()).isEmpty();
    assertThat(OperationsBook.read().missingSettings()).isEmpty();
    assertThat(new OperationsBook(BOOK).missingSettings())
        .contains("ARCH_CURRENCY", "ARCH_DATA_FOLDER")
        .doesNotContain("ARCH_DECIDE_WITHIN");
  }

  @Test
  void everyAlertHasASeverityAndARunbook() {
    OperationsBook book = OperationsBook.read();
    assertThat(book.alerts()).hasSizeGreaterThan(10);
    assertThat(book.faultsOfRunbooks()).isEmpty();
    assertThat(
            new OperationsBook(BOOK + "    runbook_url: docs/operations/alerts.md#none\n")
                .faultsOfRunbooks())
        .containsExactly(
            "2 alerts have 0 severities",
            "2 alerts have 1 runbooks",
            "docs/operations/alerts.md#none is not there");
  }

  @Test
  void whatTheDashboardAsksForAndIsNotGivenIsFound() {
    assertThat(OperationsBook.queriesOfDashboard()).hasSizeGreaterThan(20);
    assertThat(OperationsBook.faultsOfDashboard(SCRAPE))
        .contains("arch_orders_undecided is in the dashboard, but is not given")
        .noneMatch(fault -> fault.contains("rate_interval"));
  }

  @Test
  void everyCheckOfTheAuditIsInTheBook() {
    assertThat(OperationsBook.checksOfTheAudit()).hasSize(12);
    assertThat(OperationsBook.read().missingChecks()).isEmpty();
    assertThat(new OperationsBook("# The audit\n\n| `money`, `mail rows` | |\n").missingChecks())
        .hasSize(10)
        .doesNotContain("money", "mail rows");
  }

  @Test
  void aRightBookHasNoFaults() {
    OperationsBook book = new OperationsBook(BOOK);

    assertThat(book.alerts()).hasSize(2);
    assertThat(book.faultsOfMetrics(SCRAPE)).isEmpty();
    assertThat(book.faultsOfSettings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          `jvm_memory_*`                | `jvm_memory_*`, `jvm_gone`       | jvm_gone is in the book, but is not given
          `jvm_memory_*`                | `jvm_memory_*`, `jvm_gone_*`     | jvm_gone_* is in the book, but is not given
          `jvm_memory_*`                | `jvm_*{area,pool}`               | jvm_* has no label pool
          `jvm_memory_*`                | nothing                          | jvm_memory_used_bytes is given, but is not in the book
          `arch_dead_letters{of,state}` | `arch_*`                         | arch_dead_letters is given, but is not in the book
          `arch_dead_letters{of,state}` | `arch_dead_letters{of}`          | arch_dead_letters has the labels [of, state]
          sum(jvm_memory_used_bytes)    | sum(jvm_memory_used)             | jvm_memory_used is in an alert, but is not given
          increase(arch_dead_letters    | increase(arch_no_letters      | arch_no_letters is in an alert, but is not given
          {state="parked"}              | {status="parked"}                | no metric has the label status of
          by (of)                       | by (whose)                       | no metric has the label whose of
          """)
  void aMetricThatIsNotThereIsFound(String right, String wrong, String fault) {
    OperationsBook book = planted(right, wrong);

    assertThat(book.faultsOfMetrics(SCRAPE)).anySatisfy(found -> assertThat(found).contains(fault));
  }

  @ParameterizedTest
  @CsvSource({
    "ARCH_DECIDE_WITHIN, ARCH_DECIDED_WITHIN, ARCH_DECIDED_WITHIN is no setting",
    "`30s`, `40s`, the default of ARCH_DECIDE_WITHIN is [30s]",
    "'`8080`; ', '', 'the default of SERVER_PORT is [8080, 8081, 8082, 8083, 8084]'",
    "SPRING_DATASOURCE_URL, SPRING_DATASOURCE_URI, SPRING_DATASOURCE_URI is no setting",
    "AXON_AXONSERVER_SERVERS, AXON_SERVERS, AXON_SERVERS is no setting",
    "services.*.replicas, services.*.pods, services.*.pods is no value of the chart",
  })
  void aSettingThatIsNotThereIsFound(String right, String wrong, String fault) {
    assertThat(planted(right, wrong).faultsOfSettings()).contains(fault);
  }

  private static OperationsBook planted(String right, String wrong) {
    assertThat(BOOK).contains(right);
    return new OperationsBook(BOOK.replace(right, wrong));
  }
}
