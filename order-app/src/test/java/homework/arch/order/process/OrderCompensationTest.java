package homework.arch.order.process;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.notification.FailNotification;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import homework.arch.order.domain.Letters;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderCompensationTest {

  private static final UUID ID = UUID.fromString("1d000000-0000-4000-8000-000000000000");
  private static final RejectOrder GIVEN_UP =
      new RejectOrder(ORDER, RejectionReason.PAYMENT_TIMEOUT);

  private final Letters letters = new Letters("RUB");
  private final OrderCompensation compensation = new OrderCompensation(letters);

  @Test
  void anOrderThatCannotBePaidIsRejected() {
    assertThat(
            compensation.insteadOf(
                new OrderPlaced(ORDER, USER, rub(900), null, NOW, NOW.plusSeconds(30))))
        .containsExactly(GIVEN_UP);
  }

  @Test
  void anOrderThatCannotBeApprovedIsRejectedWhichVoidsItsPayment() {
    assertThat(compensation.insteadOf(new AccountDebited(ID, ORDER, USER, rub(900), rub(0), NOW)))
        .containsExactly(GIVEN_UP);
  }

  @Test
  void anOrderWhoseDebitWasRejectedIsRejectedForThatReasonAllTheSame() {
    assertThat(
            compensation.insteadOf(
                new DebitRejected(
                    ID, ORDER, USER, rub(900), DebitRejected.Reason.ACCOUNT_NOT_FOUND, NOW)))
        .containsExactly(new RejectOrder(ORDER, RejectionReason.ACCOUNT_NOT_FOUND));
  }

  @Test
  void aMailThatCannotBeSentIsKeptAsFailed() {
    OrderApproved approved = new OrderApproved(ORDER, USER, rub(900), NOW);
    assertThat(compensation.insteadOf(approved))
        .containsExactly(FailNotification.insteadOf(letters.happy(approved)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAYMENT_TIMEOUT")
  void noMoneyGoesBackForAnOrderThatWasRefused(RejectionReason reason) {
    OrderRejected rejected = new OrderRejected(ORDER, USER, rub(900), reason, NOW);
    assertThat(compensation.insteadOf(rejected))
        .containsExactly(FailNotification.insteadOf(letters.sad(rejected)));
  }

  @Test
  void moneyThatHasToGoBackGoesBack() {
    OrderRejected overdue =
        new OrderRejected(ORDER, USER, rub(900), RejectionReason.PAYMENT_TIMEOUT, NOW);
    OrderCancelled cancelled = new OrderCancelled(ORDER, USER, rub(900), ID, NOW);
    VoidPayment back = new VoidPayment(ORDER, USER, rub(900));

    assertThat(compensation.insteadOf(overdue))
        .containsExactly(back, FailNotification.insteadOf(letters.sad(overdue)));
    assertThat(compensation.insteadOf(cancelled))
        .containsExactly(back, FailNotification.insteadOf(letters.cancelled(cancelled)));
  }

  @Test
  void whatLeadsToNothingIsLeftOut() {
    assertThat(compensation.insteadOf("another event")).isEmpty();
  }
}
