package homework.arch.order.domain;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectOrder;
import homework.arch.api.order.RejectionReason;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderProcessTest {

  @ParameterizedTest
  @EnumSource
  void anOrderIsRejectedForTheVeryReasonThatItsDebitWas(DebitRejected.Reason reason) {
    DebitRejected rejected =
        new DebitRejected(UUID.randomUUID(), ORDER, USER, rub(100), reason, NOW);

    assertThat(OrderProcess.after(rejected))
        .isEqualTo(new RejectOrder(ORDER, RejectionReason.valueOf(reason.name())));
  }

  @ParameterizedTest
  @EnumSource
  void onlyATimeoutLeavesMoneyThatMayHaveBeenTaken(RejectionReason reason) {
    OrderRejected rejected = new OrderRejected(ORDER, USER, rub(100), reason, NOW);

    assertThat(OrderProcess.after(rejected))
        .isEqualTo(
            reason == RejectionReason.PAYMENT_TIMEOUT
                ? Optional.of(new VoidPayment(ORDER, USER, rub(100)))
                : Optional.empty());
  }
}
