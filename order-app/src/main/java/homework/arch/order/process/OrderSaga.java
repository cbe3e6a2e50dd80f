package homework.arch.order.process;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.order.domain.Letters;
import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.axon.ProcessCommands;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/** Takes an order through its two stages: the debit, then the mail. It remembers nothing itself. */
@ProcessingGroup(OrderSaga.PROCESSOR)
public class OrderSaga {

  public static final String PROCESSOR = "order-saga";

  private static final String ORDER_ID = "orderId";

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
  }

  /** The end is the fact that the user was told, not that the telling was asked for. */
  @EndSaga
  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(NotificationSent event) {}
}
