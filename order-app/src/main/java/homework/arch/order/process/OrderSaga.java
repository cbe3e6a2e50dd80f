package homework.arch.order.process;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.order.domain.Letters;
import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.commands.ProcessCommands;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/**
 * Takes an order through its two stages: the debit, then the mail; or back, if it is not paid in
 * time or cancelled. It remembers nothing, so none is stored: each event says what the next step
 * needs, and may come again.
 */
@ProcessingGroup(OrderSaga.PROCESSOR)
public class OrderSaga {

  public static final String PROCESSOR = "order-saga";

  private static final String ORDER_ID = "orderId";

  /** One that is not decided in time is rejected by {@link WhenOrderIsOverdueThenReject}. */
  @StartSaga
  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderPlaced event, ProcessCommands commands) {
    commands.send(OrderProcess.after(event));
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

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderCancelled event, ProcessCommands commands, Letters letters) {
    commands.send(letters.cancelled(event));
    commands.send(OrderProcess.after(event));
  }
}
