package homework.arch.order.process;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.order.domain.Letters;
import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.axon.ProcessCommands;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/**
 * Takes an order through its two stages: the debit, then the mail; or back, if it is not paid in
 * time or cancelled. It remembers nothing itself.
 */
@ProcessingGroup(OrderSaga.PROCESSOR)
public class OrderSaga {

  public static final String PROCESSOR = "order-saga";

  private static final String ORDER_ID = "orderId";
  private static final String PAYMENT = "payment";

  @StartSaga
  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderPlaced event, ProcessCommands commands, DeadlineManager deadlines) {
    commands.send(OrderProcess.after(event));
    deadlines.schedule(event.decideBy(), PAYMENT, OrderProcess.whenOverdue(event));
  }

  /** It comes to every order that is still on its way, and does nothing to one that is decided. */
  @DeadlineHandler(deadlineName = PAYMENT)
  void onOverdue(RejectOrder whenOverdue, ProcessCommands commands) {
    commands.send(whenOverdue);
  }

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(AccountDebited event, ProcessCommands commands) {
    commands.send(OrderProcess.after(event));
  }

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(DebitRejected event, ProcessCommands commands) {
    commands.send(OrderProcess.after(event));
  }

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderApproved event, ProcessCommands commands, Letters letters) {
    commands.send(letters.happy(event));
  }

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderRejected event, ProcessCommands commands, Letters letters) {
    commands.send(letters.sad(event));
    OrderProcess.after(event).ifPresent(commands::send);
  }

  @StartSaga
  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderCancelled event, ProcessCommands commands, Letters letters) {
    commands.send(letters.cancelled(event));
    commands.send(OrderProcess.after(event));
  }

  /** The end is the fact that the user was told, not that the telling was asked for. */
  @EndSaga
  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(NotificationSent event) {}
}
