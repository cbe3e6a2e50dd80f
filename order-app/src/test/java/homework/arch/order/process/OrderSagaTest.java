package homework.arch.order.process;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import homework.arch.order.domain.Letters;
import homework.arch.platform.commands.ProcessCommands;
import homework.arch.platform.processors.StatelessSagaRepository;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderSagaTest {

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
  private final List<Object> sent = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private final AnnotatedSagaManager<OrderSaga> sagas = sagas();

  /** The saga as it is registered: without a memory. */
  private AnnotatedSagaManager<OrderSaga> sagas() {
    CommandBus bus = SimpleCommandBus.builder().build();
    bus.registerDispatchInterceptor(
        commands ->
            (index, command) -> {
              sent.add(command.getPayload());
              if (failure != null) {
                throw failure;
              }
              return command;
            });
    for (Class<?> command :
        List.of(
            DebitAccount.class,
            VoidPayment.class,
            ApproveOrder.class,
            RejectOrder.class,
            SendNotification.class)) {
      bus.subscribe(command.getName(), message -> null);
    }
    ProcessCommands commands =
        new ProcessCommands(
            DefaultCommandGateway.builder().commandBus(bus).build(), Duration.ofSeconds(1));
    ParameterResolverFactory parameters =
        MultiParameterResolverFactory.ordered(
            ClasspathParameterResolverFactory.forClass(OrderSaga.class),
            new SimpleResourceParameterResolverFactory(List.of(letters, commands)));
    Configuration axon =
        DefaultConfigurer.defaultConfiguration()
            .registerComponent(ParameterResolverFactory.class, c -> parameters)
            .buildConfiguration();
    return AnnotatedSagaManager.<OrderSaga>builder()
        .sagaType(OrderSaga.class)
        .sagaRepository(new StatelessSagaRepository<>(OrderSaga.class, new OrderSaga(), axon))
        .parameterResolverFactory(parameters)
        .handlerDefinition(axon.handlerDefinition(OrderSaga.class))
        .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
        .build();
  }

  private List<Object> commandsAfter(Object event) throws Exception {
    sent.clear();
    EventMessage<Object> message = GenericEventMessage.asEventMessage(event);
    UnitOfWork<EventMessage<Object>> work = DefaultUnitOfWork.startAndGet(message);
    if (sagas.canHandle(message, Segment.ROOT_SEGMENT)) {
      work.executeWithResult(
              () -> {
                sagas.handle(message, Segment.ROOT_SEGMENT);
                return null;
              })
          .getPayload(); // throws what was thrown
    } else {
      work.commit();
    }
    return List.copyOf(sent);
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
  void anOrderThatWasPlacedIsToBePaid() throws Exception {
    assertThat(commandsAfter(PLACED)).containsExactly(new DebitAccount(ORDER, USER, PRICE));
  }

  @Test
  void anOrderThatIsPaidIsApproved() throws Exception {
    assertThat(commandsAfter(DEBITED)).containsExactly(new ApproveOrder(ORDER));
  }

  @Test
  void ofAnApprovedOrderTheUserIsTold() throws Exception {
    assertThat(commandsAfter(APPROVED)).containsExactly(letters.happy(APPROVED));
  }

  @Test
  void theStoryEndsWhenTheUserWasTold() throws Exception {
    assertThat(commandsAfter(mailAbout(ORDER, NotificationKind.ORDER_APPROVED))).isEmpty();
    assertThat(commandsAfter(mailAbout(ORDER, NotificationKind.ORDER_REJECTED))).isEmpty();
    assertThat(commandsAfter(mailAbout(ORDER, NotificationKind.ORDER_CANCELLED))).isEmpty();
    assertThat(commandsAfter(mailAbout(null, NotificationKind.DIRECT))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anOrderWhoseDebitWasRejectedIsRejectedForThatReason(DebitRejected.Reason reason)
      throws Exception {
    assertThat(commandsAfter(debitRejected(reason)))
        .containsExactly(new RejectOrder(ORDER, RejectionReason.valueOf(reason.name())));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAYMENT_TIMEOUT")
  void ofARejectedOrderTheUserIsTold(RejectionReason reason) throws Exception {
    assertThat(commandsAfter(orderRejected(reason)))
        .containsExactly(letters.sad(orderRejected(reason)));
  }

  @Test
  void thePaymentOfAnOrderThatTookTooLongIsVoided() throws Exception {
    OrderRejected overdue = orderRejected(RejectionReason.PAYMENT_TIMEOUT);
    assertThat(commandsAfter(overdue))
        .containsExactly(letters.sad(overdue), new VoidPayment(ORDER, USER, PRICE));
  }

  /** The answer of billing comes after all: it changes nothing, the order says so. */
  @Test
  void aLateAnswerIsToldToTheOrderAndToNobodyElse() throws Exception {
    commandsAfter(orderRejected(RejectionReason.PAYMENT_TIMEOUT));
    assertThat(commandsAfter(DEBITED)).containsExactly(new ApproveOrder(ORDER));
  }

  @Test
  void aCancelledOrderGetsItsMoneyBackAndTheUserIsTold() throws Exception {
    assertThat(commandsAfter(CANCELLED))
        .containsExactly(letters.cancelled(CANCELLED), new VoidPayment(ORDER, USER, PRICE));
  }

  /** Events come again after a crash: the commands are the same, and safe to repeat. */
  @Test
  void anEventThatComesAgainGivesTheSameCommands() throws Exception {
    List<Object> events =
        List.of(
            PLACED,
            DEBITED,
            debitRejected(DebitRejected.Reason.INSUFFICIENT_FUNDS),
            APPROVED,
            orderRejected(RejectionReason.PAYMENT_TIMEOUT),
            CANCELLED);
    for (Object event : events) {
      assertThat(commandsAfter(event)).isNotEmpty().isEqualTo(commandsAfter(event));
    }
  }

  @Test
  void aCommandThatFailsFailsItsEvent() {
    failure = new NoHandlerForCommandException("billing is away");

    assertThatThrownBy(() -> commandsAfter(PLACED)).hasRootCause(failure);
  }

  /** There is one instance for all orders. */
  @Test
  void theSagaRemembersNothing() {
    assertThat(OrderSaga.class.getDeclaredFields())
        .allMatch(field -> Modifier.isStatic(field.getModifiers()));
  }
}
