package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeInDocsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/tour.md",
        "docs/glossary.md",
        "docs/homework.md",
        "docs/security.md"
      })
  void whatIsNamedIsThere(String document) {
    Markdown markdown = Markdown.of(Docs.ROOT.resolve(document));
    assertThat(CodeRules.namesOfNothing(markdown)).isEmpty();
    assertThat(CodeRules.excerptsFromNowhere(markdown)).isEmpty();
  }

  @Test
  void theTourShowsItsCode() {
    assertThat(Markdown.of(Docs.ROOT.resolve("docs/tour.md")).codeBlocks())
        .filteredOn(block -> block.language().equals("java"))
        .hasSizeGreaterThan(10);
  }

  @Test
  void settingsAndMetricsAreThoseOfTheApplications() {
    for (Markdown document : Markdown.all()) {
      assertThat(CodeRules.variablesForNothing(document)).as(document.name()).isEmpty();
      assertThat(CodeRules.metricsOfNothing(document)).as(document.name()).isEmpty();
    }
  }

  @Test
  void aSettingOrMetricOfNothingIsFound() {
    Markdown document =
        document(
            """
            `ARCH_DECIDE_WITHIN` `ARCH_DATA_FOLDER` `ARCH_PULL=missing` `ARCH_DECIDE_SOON`
            `arch_order` `arch_dead_letters{state="parked"}` `arch_orders_backlog_max`
            `arch_orders_undecided_oldest_seconds` `arch_waiting_for_nothing`

            ```
            ARCH_NOTHING=1 mvn verify
            ```
            """);
    assertThat(CodeRules.variablesForNothing(document))
        .containsExactly("ARCH_DECIDE_SOON", "ARCH_NOTHING");
    assertThat(CodeRules.metricsOfNothing(document)).containsExactly("arch_waiting_for_nothing");
  }

  @Test
  void aNameOfNothingIsFound() {
    assertThat(
            CodeRules.namesOfNothing(
                document(
                    """
                    `Order` `Order.handle` `Order.handle()` `OrderSaga` `TrackingEventProcessor`
                    `ORDER_ID` `arch.mail` `Prefer: wait=1`
                    `OrderShop` `Order.refund` `NoClass.handle` `OrderSaga.neverTake()`
                    """)))
        .containsExactly("OrderShop", "Order.refund", "NoClass.handle", "OrderSaga.neverTake()");
  }

  @Test
  void anExcerptThatDiffersFromTheCodeIsFound() {
    String excerpts =
        """
        [Account](%s)

        ```java
          private boolean open;
          private Money balance = Money.ZERO;
        ```
        ```java
          private boolean open;
          private double balance = Money.ZERO;
        ```
        ```java
        private boolean open;
        ```
        """;
    String account = "../billing-app/src/main/java/homework/arch/billing/domain/Account.java";
    String order = "../order-app/src/main/java/homework/arch/order/domain/Order.java";
    assertThat(CodeRules.excerptsFromNowhere(document(excerpts.formatted(account))))
        .containsExactly(
            "  private boolean open;\n  private double balance = Money.ZERO;\n",
            "private boolean open;\n");
    assertThat(CodeRules.excerptsFromNowhere(document(excerpts.formatted(order)))).hasSize(3);
  }

  private static Markdown document(String text) {
    return Markdown.of(Docs.ROOT.resolve("docs/planted.md"), text);
  }
}
