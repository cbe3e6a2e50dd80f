package homework.arch.order.process;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.order.ApproveOrder;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.order.domain.Mails;
import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.commands.ProcessCommands;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/**
 * Takes an order through its two stages: the debit, then the mail; or back, if it is not paid in
 * time or cancelled. Each method is a step: the event that happened, and the commands that follow.
 * Of the steps only the debit is ever taken back, by {@code VoidPayment}.
 *
 * <p>It remembers nothing, so none is stored: an event may come again, and gives the same commands.
 * {@code @StartSaga} only marks where the story begins, and there is no {@code @EndSaga}, as there
 * is nothing to delete. {@code OrderApp} registers it.
 */
@ProcessingGroup(OrderSaga.PROCESSOR)
public class OrderSaga {

  public static final String PROCESSOR = "order-saga";

  private static final String ORDER_ID = "orderId";

  // The order is paid: the account is debited, the order approved, the user mailed.

  /** An order that nobody decides in time is rejected by {@link WhenOrderIsOverdueThenReject}. */
  @StartSaga
  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderPlaced order, ProcessCommands commands) {
    commands.send(new DebitAccount(order.orderId(), order.userId(), order.price()));
  }

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(AccountDebited debit, ProcessCommands commands) {
    commands.send(new ApproveOrder(debit.orderId()));
  }

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderApproved order, ProcessCommands commands, Mails mails) {
    commands.send(mails.happy(order));
  }

  // The debit is refused, or nobody answers.

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(DebitRejected debit, ProcessCommands commands) {
    commands.send(OrderProcess.reject(debit));
  }

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderRejected order, ProcessCommands commands, Mails mails) {
    commands.send(mails.sad(order)); // first: billing may still be away
    if (OrderProcess.mayHaveBeenPaid(order)) {
      commands.send(OrderProcess.voidPayment(order));
    }
  }

  // An approved order is taken back.

  @SagaEventHandler(associationProperty = ORDER_ID)
  void on(OrderCancelled order, ProcessCommands commands, Mails mails) {
    commands.send(mails.cancelled(order)); // first, as above
    commands.send(OrderProcess.voidPayment(order));
  }
}
