package homework.arch.order.domain;

import static homework.arch.order.OrderVocabulary.debitRejected;
import static homework.arch.order.OrderVocabulary.rejected;
import static homework.arch.testing.Vocabulary.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.billing.DebitRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderProcessTest {

  @ParameterizedTest
  @EnumSource
  void anOrderIsRejectedForTheVeryReasonThatItsDebitWas(DebitRejected.Reason reason) {
    assertThat(OrderProcess.reject(debitRejected(reason)))
        .isEqualTo(new RejectOrder(ORDER, RejectionReason.valueOf(reason.name())));
  }

  @ParameterizedTest
  @EnumSource
  void onlyATimeoutLeavesMoneyThatMayHaveBeenTaken(RejectionReason reason) {
    assertThat(OrderProcess.mayHaveBeenPaid(rejected(reason)))
        .isEqualTo(reason == RejectionReason.PAYMENT_TIMEOUT);
  }
}
