package homework.arch.order.process;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.notification.FailNotification;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.order.domain.Letters;
import homework.arch.order.domain.OrderProcess;
import homework.arch.platform.parked.Compensation;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done when an operator gives up a step of the saga: an order that cannot be paid or
 * approved is rejected, which voids its payment; a mail that cannot be sent is kept as failed.
 * Money that has to go back goes back: a step is given up only when that is done.
 */
public final class OrderCompensation implements Compensation {

  private final Letters letters;

  public OrderCompensation(Letters letters) {
    this.letters = letters;
  }

  @Override
  public List<Object> insteadOf(Object event) {
    if (event instanceof OrderPlaced placed) {
      return List.of(OrderProcess.whenOverdue(placed.orderId()));
    }
    if (event instanceof AccountDebited debited) {
      return List.of(OrderProcess.whenOverdue(debited.orderId()));
    }
    if (event instanceof DebitRejected refused) {
      return List.of(OrderProcess.after(refused));
    }
    if (event instanceof OrderApproved approved) {
      return List.of(FailNotification.insteadOf(letters.happy(approved)));
    }
    if (event instanceof OrderRejected rejected) {
      List<Object> commands = new ArrayList<>();
      OrderProcess.after(rejected).ifPresent(commands::add);
      commands.add(FailNotification.insteadOf(letters.sad(rejected)));
      return commands;
    }
    if (event instanceof OrderCancelled cancelled) {
      return List.of(
          OrderProcess.after(cancelled), FailNotification.insteadOf(letters.cancelled(cancelled)));
    }
    return List.of();
  }
}
