package homework.arch.order.process;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.CANCELLED;
import static homework.arch.order.OrderVocabulary.DEBITED;
import static homework.arch.order.OrderVocabulary.MAILS;
import static homework.arch.order.OrderVocabulary.MONEY_BACK;
import static homework.arch.order.OrderVocabulary.OVERDUE;
import static homework.arch.order.OrderVocabulary.PLACED;
import static homework.arch.order.OrderVocabulary.debitRejected;
import static homework.arch.order.OrderVocabulary.rejected;
import static homework.arch.testing.Vocabulary.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.billing.DebitRejected;
import homework.arch.api.notification.FailNotification;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderCompensationTest {

  private static final RejectOrder GIVEN_UP =
      new RejectOrder(ORDER, RejectionReason.PAYMENT_TIMEOUT);

  private final OrderCompensation compensation = new OrderCompensation(MAILS);

  @Test
  void anOrderThatCannotBePaidIsRejected() {
    assertThat(compensation.insteadOf(PLACED)).containsExactly(GIVEN_UP);
  }

  @Test
  void anOrderThatCannotBeApprovedIsRejectedWhichVoidsItsPayment() {
    assertThat(compensation.insteadOf(DEBITED)).containsExactly(GIVEN_UP);
  }

  @Test
  void anOrderWhoseDebitWasRejectedIsRejectedForThatReasonAllTheSame() {
    assertThat(compensation.insteadOf(debitRejected(DebitRejected.Reason.ACCOUNT_NOT_FOUND)))
        .containsExactly(new RejectOrder(ORDER, RejectionReason.ACCOUNT_NOT_FOUND));
  }

  @Test
  void aMailThatCannotBeSentIsKeptAsFailed() {
    assertThat(compensation.insteadOf(APPROVED))
        .containsExactly(FailNotification.insteadOf(MAILS.happy(APPROVED)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAYMENT_TIMEOUT")
  void noMoneyGoesBackForAnOrderThatWasRefused(RejectionReason reason) {
    assertThat(compensation.insteadOf(rejected(reason)))
        .containsExactly(FailNotification.insteadOf(MAILS.sad(rejected(reason))));
  }

  @Test
  void moneyThatHasToGoBackGoesBack() {
    assertThat(compensation.insteadOf(OVERDUE))
        .containsExactly(MONEY_BACK, FailNotification.insteadOf(MAILS.sad(OVERDUE)));
    assertThat(compensation.insteadOf(CANCELLED))
        .containsExactly(MONEY_BACK, FailNotification.insteadOf(MAILS.cancelled(CANCELLED)));
  }

  @Test
  void whatLeadsToNothingIsLeftOut() {
    assertThat(compensation.insteadOf("another event")).isEmpty();
  }
}
