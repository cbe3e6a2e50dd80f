package homework.arch.audit;

import static homework.arch.audit.AuditedStory.CANCELLED;
import static homework.arch.audit.AuditedStory.DECIDE_BY;
import static homework.arch.audit.AuditedStory.DEPOSIT;
import static homework.arch.audit.AuditedStory.LATE;
import static homework.arch.audit.AuditedStory.PAID;
import static homework.arch.audit.AuditedStory.REFUSED;
import static homework.arch.audit.AuditedStory.WITHDRAWAL;
import static homework.arch.audit.AuditedStory.orderRow;
import static homework.arch.audit.AuditedStory.placed;
import static homework.arch.audit.AuditedStory.recorded;
import static homework.arch.audit.AuditedStory.replace;
import static homework.arch.audit.AuditedStory.sent;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.EntryView;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.notification.DeliveryFailed;
import homework.arch.api.notification.NotificationDelivered;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.RejectionReason;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.audit.Facts.Thing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AuditTest {

  private static final UUID OTHER = DerivedId.of("another");

  /** What is planted, the check that must find it, and what it must say. */
  record Planted(String name, Consumer<AuditedStory> fault, String check, List<String> words) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Planted planted(
      String name, Consumer<AuditedStory> fault, String check, String... words) {
    return new Planted(name, fault, check, List.of(words));
  }

  static Stream<Planted> faults() {
    return Stream.of(
        planted(
            "a second payment of an order",
            story ->
                story.events.add(new AccountDebited(OTHER, PAID, USER, rub(90), rub(5), YESTERDAY)),
            "payments",
            PAID + " is APPROVED and was paid 2 times",
            PAID + " costs 900.00, but 90.00 was paid"),
        planted(
            "an approved order without a payment",
            story -> story.remove(AccountDebited.class, PAID),
            "payments",
            PAID + " is APPROVED, but was never paid"),
        planted(
            "an approved order that was refunded",
            story -> story.refund(PAID, rub(900), rub(995)),
            "payments",
            PAID + " is APPROVED, but was refunded"),
        planted(
            "a refused order that was paid and not refunded",
            story -> story.pay(REFUSED, rub(900), rub(5)),
            "payments",
            REFUSED + " is REJECTED since",
            "has not come back"),
        planted(
            "a late payment that did not come back",
            story -> story.remove(PaymentRefunded.class, LATE),
            "payments",
            LATE + " is REJECTED since"),
        planted(
            "a cancelled order that was not refunded",
            story -> story.remove(PaymentRefunded.class, CANCELLED),
            "payments",
            CANCELLED + " is CANCELLED since"),
        planted(
            "a cancelled order that was refunded twice",
            story -> story.refund(CANCELLED, rub(50), rub(145)),
            "payments",
            CANCELLED + " was refunded 2 times"),
        planted(
            "a refund of another sum than was paid",
            story ->
                story.events.replaceAll(
                    event ->
                        event instanceof PaymentRefunded refund && refund.orderId().equals(LATE)
                            ? new PaymentRefunded(
                                refund.operationId(), LATE, USER, rub(11), rub(96), YESTERDAY)
                            : event),
            "payments",
            LATE + " was refunded with another sum"),
        planted(
            "a refund of what was never paid",
            story -> story.refund(REFUSED, rub(900), rub(995)),
            "payments",
            REFUSED + " was refunded, but never paid"),
        planted(
            "a payment of an order that nobody placed",
            story -> story.pay(OTHER, rub(1), rub(94)),
            "payments",
            OTHER + " was never placed"),
        planted(
            "a payment from somebody else's account",
            story ->
                story.events.replaceAll(
                    event ->
                        event instanceof AccountDebited debit && debit.orderId().equals(PAID)
                            ? new AccountDebited(
                                debit.operationId(), PAID, OTHER, rub(900), rub(95), YESTERDAY)
                            : event),
            "payments",
            PAID + " was paid from the account of " + OTHER),
        planted(
            "an amount that was changed in an event",
            story ->
                replace(
                    story.events,
                    new FundsDeposited(DEPOSIT, USER, rub(1000), rub(1000), YESTERDAY),
                    new FundsDeposited(DEPOSIT, USER, rub("1000.01"), rub(1000), YESTERDAY)),
            "money",
            USER + " has the balance 1000.00 after the DEPOSIT " + DEPOSIT,
            "its events make it 1000.01"),
        planted(
            "more taken than there was",
            story ->
                replace(
                    story.events,
                    new FundsWithdrawn(WITHDRAWAL, USER, rub(5), rub(995), YESTERDAY),
                    new FundsWithdrawn(WITHDRAWAL, USER, rub(1001), rub(0), YESTERDAY)),
            "money",
            USER + " goes below nothing with the WITHDRAWAL " + WITHDRAWAL + ": to -1.00"),
        planted(
            "money on an account that was never opened",
            story -> story.remove(AccountOpened.class, USER),
            "money",
            "was never opened"),
        planted(
            "a balance that was changed in the read model",
            story ->
                story.accounts.set(
                    0, new AccountView(USER, rub("95.01"), "RUB", YESTERDAY, YESTERDAY, null)),
            "money",
            USER + " has the balance 95.01 in the read model, the events make it 95.00"),
        planted(
            "an account that is missing in the read model",
            story -> story.accounts.clear(),
            "account rows",
            USER + " is missing in the read model"),
        planted(
            "an account that no event tells of",
            story ->
                story.accounts.add(
                    new AccountView(OTHER, rub(1), "RUB", YESTERDAY, YESTERDAY, null)),
            "account rows",
            OTHER + " is in the read model, but no event tells of it"),
        planted(
            "an operation that happened twice",
            story ->
                story.events.add(new FundsDeposited(DEPOSIT, USER, rub(1), rub(96), YESTERDAY)),
            "operations",
            DEPOSIT + " happened 2 times"),
        planted(
            "an operation that was recorded twice",
            story ->
                story.events.add(
                    recorded(DEPOSIT, OperationKind.DEPOSIT, rub(1000), true, rub(1000))),
            "operations",
            DEPOSIT + " is recorded 2 times"),
        planted(
            "an operation that was recorded and did not happen",
            story -> story.remove(FundsWithdrawn.class, WITHDRAWAL),
            "operations",
            WITHDRAWAL + " is recorded, but the account does not tell of it"),
        planted(
            "an operation that happened and was not recorded",
            story -> story.remove(OperationRecorded.class, WITHDRAWAL),
            "operations",
            WITHDRAWAL + " happened to account " + USER + ", but is not recorded"),
        planted(
            "an operation that was recorded as refused and happened",
            story ->
                replace(
                    story.events,
                    recorded(WITHDRAWAL, OperationKind.WITHDRAWAL, rub(5), true, rub(995)),
                    recorded(WITHDRAWAL, OperationKind.WITHDRAWAL, rub(5), false, rub(995))),
            "operations",
            WITHDRAWAL + " is recorded as"),
        planted(
            "two decisions on one order",
            story ->
                story.events.add(
                    new OrderRejected(
                        PAID, USER, rub(900), RejectionReason.PAYMENT_TIMEOUT, YESTERDAY)),
            "decisions",
            PAID + " was decided thus: OrderApproved, OrderRejected"),
        planted(
            "a cancellation of what was not approved",
            story -> story.remove(OrderApproved.class, CANCELLED),
            "decisions",
            CANCELLED + " was decided thus: OrderCancelled"),
        planted(
            "a decision on an order that nobody placed",
            story -> story.remove(OrderPlaced.class, REFUSED),
            "decisions",
            REFUSED + " was never placed"),
        planted(
            "an order that was placed twice",
            story -> story.place(PAID, rub(900)),
            "decisions",
            PAID + " was placed 2 times"),
        planted(
            "an order that nobody decided in time",
            story -> {
              story.place(OTHER, rub(1));
              story.row(OTHER, rub(1), OrderStatus.PENDING, null);
            },
            "deadlines",
            OTHER + " was to be decided by " + DECIDE_BY),
        planted(
            "a decision without a mail",
            story -> {
              story.remove(NotificationSent.class, REFUSED);
              story.mails.removeIf(mail -> REFUSED.equals(mail.orderId()));
            },
            "mails",
            REFUSED + " has no mail ORDER_REJECTED, due since " + YESTERDAY),
        planted(
            "two mails about one decision",
            story -> story.events.add(sent(PAID, NotificationKind.ORDER_APPROVED, "2")),
            "mails",
            PAID + " has 2 mails ORDER_APPROVED"),
        planted(
            "a mail of the wrong kind",
            story -> story.mail(PAID, NotificationKind.ORDER_REJECTED),
            "mails",
            PAID + " has a mail ORDER_REJECTED, but is APPROVED"),
        planted(
            "a mail about an order that is not decided",
            story -> {
              story.place(OTHER, rub(1));
              story.mail(OTHER, NotificationKind.ORDER_APPROVED);
            },
            "mails",
            OTHER + " has a mail ORDER_APPROVED, but is PENDING"),
        planted(
            "a mail about an order that nobody placed",
            story -> story.mail(OTHER, NotificationKind.ORDER_APPROVED),
            "mails",
            OTHER + " has a mail ORDER_APPROVED, but is unknown"),
        planted(
            "a user whose row was changed",
            story ->
                story.users.set(
                    0, new UserView(USER, "sealed:Anne", "sealed:anna@", YESTERDAY, null)),
            "user rows",
            USER + " has the name sealed:Anne in the read model, the events make it sealed:Anna"),
        planted(
            "a user whom no event tells of",
            story ->
                story.users.add(new UserView(OTHER, "Eve", "eve@example.org", YESTERDAY, null)),
            "user rows",
            OTHER + " is in the read model, but no event tells of it"),
        planted(
            "an operation that is missing in the read model",
            story -> story.operations.remove(0),
            "entry rows",
            DEPOSIT + " is missing in the read model"),
        planted(
            "the last operation missing in the read model",
            story -> story.operations.remove(story.operations.size() - 1),
            "entry rows",
            DerivedId.of("refund", LATE) + " is missing in the read model"),
        planted(
            "an operation in the wrong place of the list",
            story -> story.operations.set(1, withdrawal(USER, 3, rub(5))),
            "entry rows",
            WITHDRAWAL + " has the sequence 3 in the read model, the events make it 2"),
        planted(
            "an operation on the list of another account",
            story -> story.operations.set(1, withdrawal(OTHER, 2, rub(5))),
            "entry rows",
            WITHDRAWAL + " has the userId " + OTHER + " in the read model"),
        planted(
            "an operation that was changed in the read model",
            story -> story.operations.set(1, withdrawal(USER, 2, rub(6))),
            "entry rows",
            WITHDRAWAL + " has the amount 6.00 in the read model, the events make it 5.00"),
        planted(
            "an operation of nobody",
            story ->
                story.operations.add(
                    new EntryView(
                        OTHER, OTHER, 0, OperationKind.DEPOSIT, rub(6), rub(6), null, YESTERDAY)),
            "entry rows",
            OTHER + " is in the read model, but no event tells of it"),
        planted(
            "an order whose status was changed in the read model",
            story ->
                replace(
                    story.orders,
                    orderRow(PAID, rub(900), OrderStatus.APPROVED, null),
                    orderRow(PAID, rub(900), OrderStatus.CANCELLED, null)),
            "order rows",
            PAID + " has the status CANCELLED in the read model, the events make it APPROVED"),
        planted(
            "an order that no event tells of",
            story -> story.row(OTHER, rub(1), OrderStatus.PENDING, null),
            "order rows",
            OTHER + " is in the read model, but no event tells of it"),
        planted(
            "a mail that is missing in the read model",
            story -> story.mails.remove(0),
            "mail rows",
            "is missing in the read model"),
        planted(
            "a mail that no event tells of",
            story ->
                story.mails.add(
                    NotificationView.of(sent(PAID, NotificationKind.ORDER_APPROVED, "2"))),
            "mail rows",
            "is in the read model, but no event tells of it"),
        planted(
            "a mail that is said to have left, but no event tells so",
            story ->
                story.mails.set(
                    0,
                    rowOf(
                        sent(PAID, NotificationKind.ORDER_APPROVED, ""),
                        NotificationStatus.SENT,
                        null)),
            "mail rows",
            "has the status SENT in the read model, the events make it STORED"),
        planted(
            "a mail that has left, but is kept as if it had not",
            story -> story.events.add(delivered(sent(PAID, NotificationKind.ORDER_APPROVED, ""))),
            "mail rows",
            "has the status STORED in the read model, the events make it SENT"));
  }

  private static EntryView withdrawal(UUID userId, long sequence, Money amount) {
    return new EntryView(
        WITHDRAWAL, userId, sequence, OperationKind.WITHDRAWAL, amount, rub(995), null, YESTERDAY);
  }

  private static NotificationDelivered delivered(NotificationSent mail) {
    return new NotificationDelivered(
        mail.notificationId(), mail.userId(), mail.orderId(), YESTERDAY);
  }

  private static NotificationView rowOf(
      NotificationSent mail, NotificationStatus status, @Nullable String failure) {
    return new NotificationView(
        mail.notificationId(),
        mail.userId(),
        null,
        mail.kind(),
        mail.subject(),
        mail.text(),
        mail.orderId(),
        status,
        failure,
        mail.createdAt());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlantedFaultIsNamed(Planted planted) {
    AuditedStory story = new AuditedStory();
    planted.fault().accept(story);

    AuditReport report = story.audited();

    assertThat(report.holds()).isFalse();
    assertThat(check(report, planted.check()).holds()).isFalse();
    String named = String.join("\n", check(report, planted.check()).named());
    assertThat(named).contains(planted.words());
    assertThat(report.inWords())
        .contains("FAILS  " + planted.check())
        .contains(named.split("\n", 2)[0]);
  }

  @Test
  void aRightStoryHoldsAndTellsItsSums() {
    AuditReport report = new AuditedStory().audited();

    assertThat(report.checks()).allSatisfy(check -> assertThat(check.named()).isEmpty());
    assertThat(report.holds()).isTrue();
    assertThat(check(report, "money").looked())
        .isEqualTo(
            "1000.00 deposited + 60.00 refunded - 5.00 withdrawn - 960.00 paid = 95.00 RUB;"
                + " accounts: 1");
    assertThat(check(report, "payments").looked())
        .isEqualTo("approved: 1, paid once; rejected: 2, cancelled: 1, not paid or refunded");
    assertThat(report.inWords()).doesNotContain("FAILS").contains("All holds, after 32 events");
  }

  /** As it is before a replay of the read model, and after it. */
  @Test
  void whatAnEarlierVersionStoredInClearIsToldNowhere() {
    for (UserView row :
        List.of(
            new UserView(USER, "Anna", "anna@example.org", YESTERDAY, null),
            new UserView(USER, "sealed:Anna", "sealed:anna@", YESTERDAY, null))) {
      AuditedStory story = new AuditedStory();
      story.events.set(0, new UserRegistered(USER, "Anna", "anna@example.org", null, YESTERDAY));
      story.users.set(0, row);

      assertThat(story.audited().inWords()).contains("All holds").doesNotContain("Anna");

      story.users.set(0, new UserView(USER, null, null, YESTERDAY, null));
      assertThat(story.audited().inWords()).contains("has the name null").doesNotContain("Anna");
    }
  }

  @Test
  void aRefundIsUnderWayForAWhile() {
    AuditedStory story = new AuditedStory();
    story.remove(PaymentRefunded.class, CANCELLED);

    AuditReport.Check young =
        check(
            story.audited(YESTERDAY.plus(AuditedStory.UNDER_WAY).minusMillis(1), Map.of()),
            "payments");
    assertThat(young.holds()).isTrue();
    assertThat(young.underWay()).isEqualTo(1);

    AuditReport.Check old =
        check(
            story.audited(
                YESTERDAY.plus(AuditedStory.UNDER_WAY), Map.of(CANCELLED, "VoidPayment is PARKED")),
            "payments");
    assertThat(old.holds()).isFalse();
    assertThat(old.underWay()).isZero();
    assertThat(old.named()).singleElement().asString().contains("VoidPayment is PARKED");
  }

  @Test
  void aMailIsUnderWayForAWhile() {
    AuditedStory story = new AuditedStory();
    story.remove(NotificationSent.class, PAID);

    AuditReport.Check young = check(story.audited(YESTERDAY.plusSeconds(1), Map.of()), "mails");
    assertThat(young.holds()).isTrue();
    assertThat(young.underWay()).isEqualTo(1);
  }

  @Test
  void aMailIsAsItsDeliveryHasEnded() {
    AuditedStory story = new AuditedStory();
    NotificationSent happy = sent(PAID, NotificationKind.ORDER_APPROVED, "");
    NotificationSent sad = sent(REFUSED, NotificationKind.ORDER_REJECTED, "");
    story.events.add(delivered(happy));
    replace(story.mails, NotificationView.of(happy), rowOf(happy, NotificationStatus.SENT, null));
    story.events.add(
        new DeliveryFailed(
            sad.notificationId(), USER, REFUSED, "The mail server answered: 550 no", YESTERDAY));
    replace(
        story.mails,
        NotificationView.of(sad),
        rowOf(sad, NotificationStatus.FAILED, "The mail server answered: 550 no"));

    AuditReport report = story.audited();

    assertThat(report.holds()).as(report.inWords()).isTrue();
  }

  @Test
  void anOrderIsUndecidedUntilItsDeadlineAndAWhile() {
    AuditedStory story = new AuditedStory();
    story.place(OTHER, rub(1));
    story.row(OTHER, rub(1), OrderStatus.PENDING, null);

    assertThat(check(story.audited(DECIDE_BY, Map.of()), "deadlines").underWay()).isZero();
    AuditReport.Check late =
        check(
            story.audited(DECIDE_BY.plus(AuditedStory.OVERDUE).minusMillis(1), Map.of()),
            "deadlines");
    assertThat(late.holds()).isTrue();
    assertThat(late.underWay()).isEqualTo(1);
    assertThat(
            check(story.audited(DECIDE_BY.plus(AuditedStory.OVERDUE), Map.of()), "deadlines")
                .holds())
        .isFalse();
  }

  @Test
  void whatHappenedSinceTheAuditBeganMayBeInTheReadModelsOrNot() {
    AuditedStory story = new AuditedStory();
    story.later.add(recorded(OTHER, OperationKind.DEPOSIT, rub(5), true, rub(100)));
    story.later.add(new FundsDeposited(OTHER, USER, rub(5), rub(100), NOW));
    story.later.add(placed(OTHER, rub(1)));
    AuditReport before = story.audited(DECIDE_BY, Map.of());
    assertThat(before.holds()).as(before.inWords()).isTrue();

    story.accounts.set(0, new AccountView(USER, rub(100), "RUB", YESTERDAY, NOW, null));
    story.operations.add(
        new EntryView(OTHER, USER, 9, OperationKind.DEPOSIT, rub(5), rub(100), null, NOW));
    story.row(OTHER, rub(1), OrderStatus.PENDING, null);
    AuditReport after = story.audited(DECIDE_BY, Map.of());
    assertThat(after.holds()).as(after.inWords()).isTrue();
  }

  @Test
  void anEventThatIsMissingInItsStreamOrCannotBeReadIsNamed() {
    AuditReport report =
        new AuditedStory()
            .audited(
                NOW,
                Map.of(),
                facts -> {
                  facts.event(1, "account-1", 0, new AccountOpened(OTHER, YESTERDAY));
                  facts.event(2, "account-1", 2, new AccountOpened(OTHER, YESTERDAY));
                  facts.unreadable("Event 40 is of a kind that is not known here");
                });

    assertThat(check(report, "events").named())
        .containsExactly(
            "Event 40 is of a kind that is not known here",
            "The stream account-1 has event 2 where 1 is due");
    assertThat(report.events()).isEqualTo(35);
  }

  @ParameterizedTest
  @CsvSource({
    "USER, user rows",
    "ACCOUNT, account rows",
    "ACCOUNT, money",
    "OPERATION, entry rows",
    "ORDER, order rows",
    "MAIL, mail rows"
  })
  void aReadModelThatCannotBeReadIsNamedAndNothingElseOfIt(Thing thing, String check) {
    AuditedStory story = new AuditedStory();
    story.users.clear();
    story.accounts.clear();
    story.operations.clear();
    story.orders.clear();
    story.mails.clear();

    AuditReport report =
        story.audited(NOW, Map.of(), facts -> facts.failed(thing, "no such status"));

    assertThat(check(report, check).named())
        .containsExactly("The read model cannot be read: no such status");
  }

  @Test
  void anAuditThatTakesTooLongIsStopped() throws IOException {
    try (Facts facts = new Facts(new Sorter(), 0, System.nanoTime() - 1)) {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> facts.event(1, "account-1", 0, new AccountOpened(OTHER, YESTERDAY)))
          .withMessageContaining("too long");
    }
  }

  @Test
  void theFirstTwentyFaultsAreNamedAndTheOthersCounted() {
    AuditedStory story = new AuditedStory();
    for (int i = 0; i < 25; i++) {
      story.users.add(new UserView(DerivedId.of(i), "Eve", "eve@example.org", YESTERDAY, null));
    }

    AuditReport report = story.audited();

    assertThat(check(report, "user rows").faults()).isEqualTo(25);
    assertThat(check(report, "user rows").named()).hasSize(20);
    assertThat(report.inWords()).contains("and 5 more");
  }

  private static AuditReport.Check check(AuditReport report, String name) {
    return report.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
