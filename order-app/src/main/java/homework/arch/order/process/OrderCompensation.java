package homework.arch.order.process;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.notification.FailNotification;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.order.domain.Mails;
import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.deadletters.Compensation;
import java.util.List;

/**
 * What is done when an operator gives up a step of the saga: an order that cannot be paid or
 * approved is rejected, which voids its payment; a mail that cannot be sent is kept as failed.
 * Money that has to go back goes back: a step is given up only when that is done.
 */
public record OrderCompensation(Mails mails) implements Compensation {

  @Override
  public List<Object> insteadOf(Object event) {
    if (event instanceof OrderPlaced order) {
      return List.of(OrderProcess.rejectOverdue(order.orderId()));
    }
    if (event instanceof AccountDebited debit) {
      return List.of(OrderProcess.rejectOverdue(debit.orderId()));
    }
    if (event instanceof DebitRejected debit) {
      return List.of(OrderProcess.reject(debit));
    }
    if (event instanceof OrderApproved order) {
      return List.of(FailNotification.insteadOf(mails.happy(order)));
    }
    if (event instanceof OrderRejected order) {
      FailNotification mail = FailNotification.insteadOf(mails.sad(order));
      return OrderProcess.mayHaveBeenPaid(order)
          ? List.of(OrderProcess.voidPayment(order), mail)
          : List.of(mail);
    }
    if (event instanceof OrderCancelled order) {
      return List.of(
          OrderProcess.voidPayment(order), FailNotification.insteadOf(mails.cancelled(order)));
    }
    return List.of();
  }
}
