package homework.arch.order.domain;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.DerivedId;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderRejected;
import homework.arch.api.order.RejectionReason;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LettersTest {

  private final Letters letters = new Letters("RUB");

  @Test
  void theHappyLetterTellsWhatWasTaken() {
    assertThat(letters.happy(new OrderApproved(ORDER, USER, rub("900.5"), NOW)))
        .isEqualTo(
            new SendNotification(
                DerivedId.of("letter", ORDER, "ORDER_APPROVED"),
                USER,
                NotificationKind.ORDER_APPROVED,
                "Your order is paid",
                "Good news! Your order "
                    + ORDER
                    + " is paid: 900.50 RUB was taken from your account. Thank you.",
                ORDER));
  }

  @ParameterizedTest
  @CsvSource({
    "INSUFFICIENT_FUNDS, there was too little money on your account",
    "ACCOUNT_NOT_FOUND,  you have no account with us",
  })
  void theSadLetterTellsWhyAndThatNothingWasTaken(RejectionReason reason, String because) {
    assertThat(letters.sad(new OrderRejected(ORDER, USER, rub(900), reason, NOW)))
        .isEqualTo(
            new SendNotification(
                DerivedId.of("letter", ORDER, "ORDER_REJECTED"),
                USER,
                NotificationKind.ORDER_REJECTED,
                "Your order could not be paid",
                "We are sorry. Your order "
                    + ORDER
                    + " for 900.00 RUB was not accepted: "
                    + because
                    + ". Nothing was taken from your account.",
                ORDER));
  }

  @Test
  void afterATimeoutTheSadLetterPromisesWhatIsSure() {
    assertThat(
            letters
                .sad(new OrderRejected(ORDER, USER, rub(900), RejectionReason.PAYMENT_TIMEOUT, NOW))
                .text())
        .isEqualTo(
            "We are sorry. Your order "
                + ORDER
                + " for 900.00 RUB was not accepted: the payment took too long."
                + " If anything was taken from your account, it goes back there.");
  }

  @Test
  void theLetterAboutACancellationTellsWhatGoesBack() {
    assertThat(
            letters.cancelled(
                new OrderCancelled(ORDER, USER, rub("900.5"), UUID.randomUUID(), NOW)))
        .isEqualTo(
            new SendNotification(
                DerivedId.of("letter", ORDER, "ORDER_CANCELLED"),
                USER,
                NotificationKind.ORDER_CANCELLED,
                "Your order is cancelled",
                "Your order " + ORDER + " is cancelled: 900.50 RUB goes back to your account.",
                ORDER));
  }

  /** Asked for twice, at two times, it is one letter still. */
  @Test
  void aLetterThatIsAskedForAgainIsTheSame() {
    assertThat(letters.happy(new OrderApproved(ORDER, USER, rub(900), NOW.plusSeconds(60))))
        .isEqualTo(letters.happy(new OrderApproved(ORDER, USER, rub(900), NOW)));
  }
}
