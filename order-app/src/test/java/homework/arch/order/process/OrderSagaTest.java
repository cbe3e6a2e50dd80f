package homework.arch.order.process;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.CANCELLED;
import static homework.arch.order.OrderVocabulary.DEBITED;
import static homework.arch.order.OrderVocabulary.MAILS;
import static homework.arch.order.OrderVocabulary.MONEY_BACK;
import static homework.arch.order.OrderVocabulary.OVERDUE;
import static homework.arch.order.OrderVocabulary.PLACED;
import static homework.arch.order.OrderVocabulary.PRICE;
import static homework.arch.order.OrderVocabulary.debitRejected;
import static homework.arch.order.OrderVocabulary.mailAbout;
import static homework.arch.order.OrderVocabulary.rejected;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
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
            new SimpleResourceParameterResolverFactory(List.of(MAILS, commands)));
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

  private static NotificationSent told(@Nullable UUID order, NotificationKind kind) {
    return mailAbout(order, kind, NotificationStatus.STORED);
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
    assertThat(commandsAfter(APPROVED)).containsExactly(MAILS.happy(APPROVED));
  }

  @Test
  void theStoryEndsWhenTheUserWasTold() throws Exception {
    assertThat(commandsAfter(told(ORDER, NotificationKind.ORDER_APPROVED))).isEmpty();
    assertThat(commandsAfter(told(ORDER, NotificationKind.ORDER_REJECTED))).isEmpty();
    assertThat(commandsAfter(told(ORDER, NotificationKind.ORDER_CANCELLED))).isEmpty();
    assertThat(commandsAfter(told(null, NotificationKind.DIRECT))).isEmpty();
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
    assertThat(commandsAfter(rejected(reason))).containsExactly(MAILS.sad(rejected(reason)));
  }

  @Test
  void thePaymentOfAnOrderThatTookTooLongIsVoided() throws Exception {
    assertThat(commandsAfter(OVERDUE)).containsExactly(MAILS.sad(OVERDUE), MONEY_BACK);
  }

  /** The answer of billing comes after all: it changes nothing, the order says so. */
  @Test
  void aLateAnswerIsToldToTheOrderAndToNobodyElse() throws Exception {
    commandsAfter(OVERDUE);
    assertThat(commandsAfter(DEBITED)).containsExactly(new ApproveOrder(ORDER));
  }

  @Test
  void aCancelledOrderGetsItsMoneyBackAndTheUserIsTold() throws Exception {
    assertThat(commandsAfter(CANCELLED)).containsExactly(MAILS.cancelled(CANCELLED), MONEY_BACK);
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
            OVERDUE,
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
