package homework.arch.order.process;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import homework.arch.order.domain.Letters;
import homework.arch.platform.axon.MessageJson;
import homework.arch.platform.axon.ProcessCommands;
import homework.arch.platform.axon.StoredType;
import homework.arch.platform.axon.UnansweredCommands;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.test.saga.SagaTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderSagaTest {

  private static final UUID UNKNOWN_ORDER = UUID.fromString("0f000000-0000-4000-8000-000000000000");
  private static final UUID PAYMENT = UUID.fromString("37672997-5368-8cda-bf71-de727e70382c");
  private static final Money PRICE = rub("900.05");

  private static final OrderPlaced PLACED =
      new OrderPlaced(ORDER, USER, PRICE, "two hedgehogs", NOW, NOW.plusSeconds(30));
  private static final AccountDebited DEBITED =
      new AccountDebited(PAYMENT, ORDER, USER, PRICE, rub(0), NOW);
  private static final OrderCancelled CANCELLED =
      new OrderCancelled(ORDER, USER, PRICE, UUID.randomUUID(), NOW);
  private static final OrderApproved APPROVED = new OrderApproved(ORDER, USER, PRICE, NOW);

  private final Letters letters = new Letters("RUB");
  private final UnansweredCommands unanswered = mock();
  private final SagaTestFixture<OrderSaga> fixture = new SagaTestFixture<>(OrderSaga.class);

  @BeforeEach
  void giveTheSagaItsCollaborators() {
    fixture.registerResource(letters);
    fixture.registerResource(
        new ProcessCommands(
            DefaultCommandGateway.builder().commandBus(fixture.getCommandBus()).build(),
            unanswered,
            Duration.ofSeconds(1)));
  }

  private static DebitRejected debitRejected(DebitRejected.Reason reason) {
    return new DebitRejected(PAYMENT, ORDER, USER, PRICE, reason, NOW);
  }

  private static OrderRejected orderRejected(RejectionReason reason) {
    return new OrderRejected(ORDER, USER, PRICE, reason, NOW);
  }

  private static NotificationSent mailAbout(@Nullable UUID order, NotificationKind kind) {
    return new NotificationSent(
        UUID.randomUUID(),
        USER,
        "ann@example.com",
        kind,
        "subject",
        "text",
        order,
        NotificationStatus.STORED,
        NOW);
  }

  @Test
  void anOrderThatWasPlacedIsToBePaid() {
    fixture
        .givenNoPriorActivity()
        .whenPublishingA(PLACED)
        .expectActiveSagas(1)
        .expectAssociationWith("orderId", ORDER)
        .expectDispatchedCommands(new DebitAccount(ORDER, USER, PRICE))
        .expectScheduledDeadline(
            PLACED.decideBy(), new RejectOrder(ORDER, RejectionReason.PAYMENT_TIMEOUT));
  }

  @Test
  void anOrderThatNobodyDecidesIsRejectedWhenItsTimeIsOver() {
    fixture
        .givenCurrentTime(NOW)
        .andThenAPublished(PLACED)
        .whenTimeElapses(Duration.ofSeconds(30))
        .expectActiveSagas(1)
        .expectDispatchedCommands(new RejectOrder(ORDER, RejectionReason.PAYMENT_TIMEOUT));
  }

  @Test
  void theDeadlineOfAnEndedStoryDoesNothing() {
    fixture
        .givenCurrentTime(NOW)
        .andThenAPublished(PLACED)
        .andThenAPublished(DEBITED)
        .andThenAPublished(APPROVED)
        .andThenAPublished(mailAbout(ORDER, NotificationKind.ORDER_APPROVED))
        .whenTimeElapses(Duration.ofSeconds(30))
        .expectActiveSagas(0)
        .expectNoDispatchedCommands();
  }

  @Test
  void anOrderThatIsPaidIsApproved() {
    fixture
        .givenAPublished(PLACED)
        .whenPublishingA(DEBITED)
        .expectActiveSagas(1)
        .expectDispatchedCommands(new ApproveOrder(ORDER));
  }

  @Test
  void ofAnApprovedOrderTheUserIsTold() {
    fixture
        .givenAPublished(PLACED)
        .andThenAPublished(DEBITED)
        .whenPublishingA(APPROVED)
        .expectActiveSagas(1)
        .expectDispatchedCommands(letters.happy(APPROVED));
  }

  @Test
  void theStoryEndsWhenTheUserWasTold() {
    fixture
        .givenAPublished(PLACED)
        .andThenAPublished(DEBITED)
        .andThenAPublished(APPROVED)
        .whenPublishingA(mailAbout(ORDER, NotificationKind.ORDER_APPROVED))
        .expectActiveSagas(0)
        .expectNoDispatchedCommands();
  }

  @ParameterizedTest
  @EnumSource
  void anOrderWhoseDebitWasRejectedIsRejectedForThatReason(DebitRejected.Reason reason) {
    fixture
        .givenAPublished(PLACED)
        .whenPublishingA(debitRejected(reason))
        .expectActiveSagas(1)
        .expectDispatchedCommands(new RejectOrder(ORDER, RejectionReason.valueOf(reason.name())));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAYMENT_TIMEOUT")
  void ofARejectedOrderTheUserIsTold(RejectionReason reason) {
    fixture
        .givenAPublished(PLACED)
        .whenPublishingA(orderRejected(reason))
        .expectActiveSagas(1)
        .expectDispatchedCommands(letters.sad(orderRejected(reason)));
  }

  @Test
  void thePaymentOfAnOrderThatTookTooLongIsVoided() {
    OrderRejected overdue = orderRejected(RejectionReason.PAYMENT_TIMEOUT);
    fixture
        .givenAPublished(PLACED)
        .whenPublishingA(overdue)
        .expectActiveSagas(1)
        .expectDispatchedCommands(letters.sad(overdue), new VoidPayment(ORDER, USER, PRICE));
  }

  /** The answer of billing comes after all: it changes nothing, the order says so. */
  @Test
  void aLateAnswerIsToldToTheOrderAndToNobodyElse() {
    fixture
        .givenAPublished(PLACED)
        .andThenAPublished(orderRejected(RejectionReason.PAYMENT_TIMEOUT))
        .whenPublishingA(DEBITED)
        .expectActiveSagas(1)
        .expectDispatchedCommands(new ApproveOrder(ORDER));
  }

  @Test
  void aCancelledOrderGetsItsMoneyBackAndTheUserIsTold() {
    fixture
        .givenAPublished(PLACED)
        .andThenAPublished(APPROVED)
        .andThenAPublished(mailAbout(ORDER, NotificationKind.ORDER_APPROVED))
        .whenPublishingA(CANCELLED)
        .expectActiveSagas(1)
        .expectDispatchedCommands(
            letters.cancelled(CANCELLED), new VoidPayment(ORDER, USER, PRICE));
  }

  @Test
  void anOrderThatIsCancelledBeforeTheUserWasToldOfItsApprovalIsOneStory() {
    fixture
        .givenAPublished(PLACED)
        .andThenAPublished(APPROVED)
        .whenPublishingA(CANCELLED)
        .expectActiveSagas(1)
        .expectDispatchedCommands(
            letters.cancelled(CANCELLED), new VoidPayment(ORDER, USER, PRICE));
  }

  @Test
  void theStoryOfACancellationEndsWhenTheUserWasTold() {
    fixture
        .givenAPublished(CANCELLED)
        .whenPublishingA(mailAbout(ORDER, NotificationKind.ORDER_CANCELLED))
        .expectActiveSagas(0)
        .expectNoDispatchedCommands();
  }

  @Test
  void theSadStoryEndsWhenTheUserWasTold() {
    fixture
        .givenAPublished(PLACED)
        .andThenAPublished(debitRejected(DebitRejected.Reason.ACCOUNT_NOT_FOUND))
        .andThenAPublished(orderRejected(RejectionReason.ACCOUNT_NOT_FOUND))
        .whenPublishingA(mailAbout(ORDER, NotificationKind.ORDER_REJECTED))
        .expectActiveSagas(0)
        .expectNoDispatchedCommands();
  }

  /** Events come again after a crash: the commands are the same, and safe to repeat. */
  @Test
  void anEventThatComesAgainGivesTheSameCommandAndNoSecondSaga() {
    fixture
        .givenAPublished(PLACED)
        .whenPublishingA(PLACED)
        .expectActiveSagas(1)
        .expectDispatchedCommands(new DebitAccount(ORDER, USER, PRICE));
  }

  @Test
  void mailThatIsAboutNoOrderTouchesNoSaga() {
    fixture
        .givenAPublished(PLACED)
        .whenPublishingA(mailAbout(null, NotificationKind.DIRECT))
        .expectActiveSagas(1)
        .expectNoDispatchedCommands();
  }

  @Test
  void mailAboutAnotherOrderDoesNotEndThisOne() {
    fixture
        .givenAPublished(PLACED)
        .whenPublishingA(mailAbout(UNKNOWN_ORDER, NotificationKind.ORDER_APPROVED))
        .expectActiveSagas(1)
        .expectNoDispatchedCommands();
  }

  @Test
  void eventsOfAnUnknownOrderStartNothing() {
    for (Object event :
        new Object[] {
          DEBITED,
          debitRejected(DebitRejected.Reason.INSUFFICIENT_FUNDS),
          APPROVED,
          orderRejected(RejectionReason.INSUFFICIENT_FUNDS),
          mailAbout(ORDER, NotificationKind.ORDER_APPROVED)
        }) {
      fixture
          .givenNoPriorActivity()
          .whenPublishingA(event)
          .expectActiveSagas(0)
          .expectNoDispatchedCommands();
    }
  }

  @Test
  void aCommandThatFailsIsKept() {
    NoHandlerForCommandException failure = new NoHandlerForCommandException("billing is away");
    fixture.setCallbackBehavior(
        (command, metaData) -> {
          throw failure;
        });

    fixture.givenNoPriorActivity().whenPublishingA(PLACED).expectActiveSagas(1);

    assertThat(mockingDetails(unanswered).getInvocations())
        .singleElement()
        .satisfies(
            kept -> {
              CommandMessage<?> command = kept.getArgument(0);
              assertThat(command.getPayload()).isEqualTo(new DebitAccount(ORDER, USER, PRICE));
              assertThat(kept.<Throwable>getArgument(1)).isSameAs(failure);
            });
  }

  /** Fields would be lost: a stored saga is {@code {}}. */
  @Test
  void theSagaRemembersNothing() {
    Serializer serializer = MessageJson.serializer(List.of(new StoredType(OrderSaga.class)));

    SerializedObject<String> stored = serializer.serialize(new OrderSaga(), String.class);

    assertThat(stored.getData()).isEqualTo("{}");
    assertThat(serializer.<String, Object>deserialize(stored)).isInstanceOf(OrderSaga.class);
    assertThat(OrderSaga.class.getDeclaredFields())
        .allMatch(field -> Modifier.isStatic(field.getModifiers()));
  }
}
