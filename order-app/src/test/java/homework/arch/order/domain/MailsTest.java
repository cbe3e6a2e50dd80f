package homework.arch.order.domain;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.CANCELLED;
import static homework.arch.order.OrderVocabulary.MAILS;
import static homework.arch.order.OrderVocabulary.OVERDUE;
import static homework.arch.order.OrderVocabulary.PRICE;
import static homework.arch.order.OrderVocabulary.rejected;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.DerivedId;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailsTest {

  private static SendNotification mail(NotificationKind kind, String subject, String text) {
    return new SendNotification(
        DerivedId.of("letter", ORDER, kind.name()), USER, kind, subject, text, ORDER);
  }

  @Test
  void theHappyMailTellsWhatWasTaken() {
    assertThat(MAILS.happy(APPROVED))
        .isEqualTo(
            mail(
                NotificationKind.ORDER_APPROVED,
                "Your order is paid",
                "Good news! Your order "
                    + ORDER
                    + " is paid: 900.05 RUB was taken from your account. Thank you."));
  }

  @Test
  void aSumHasTwoDecimals() {
    assertThat(MAILS.happy(new OrderApproved(ORDER, USER, rub("900.5"), NOW)).text())
        .contains(" 900.50 RUB ");
    assertThat(MAILS.happy(new OrderApproved(ORDER, USER, rub(900), NOW)).text())
        .contains(" 900.00 RUB ");
  }

  @ParameterizedTest
  @CsvSource({
    "INSUFFICIENT_FUNDS, there was too little money on your account",
    "ACCOUNT_NOT_FOUND,  you have no account with us",
  })
  void theSadMailTellsWhyAndThatNothingWasTaken(RejectionReason reason, String because) {
    assertThat(MAILS.sad(rejected(reason)))
        .isEqualTo(
            mail(
                NotificationKind.ORDER_REJECTED,
                "Your order could not be paid",
                "We are sorry. Your order "
                    + ORDER
                    + " for 900.05 RUB was not accepted: "
                    + because
                    + ". Nothing was taken from your account."));
  }

  @Test
  void afterATimeoutTheSadMailPromisesWhatIsSure() {
    assertThat(MAILS.sad(OVERDUE).text())
        .isEqualTo(
            "We are sorry. Your order "
                + ORDER
                + " for 900.05 RUB was not accepted: the payment took too long."
                + " If anything was taken from your account, it goes back there.");
  }

  @Test
  void theMailAboutACancellationTellsWhatGoesBack() {
    assertThat(MAILS.cancelled(CANCELLED))
        .isEqualTo(
            mail(
                NotificationKind.ORDER_CANCELLED,
                "Your order is cancelled",
                "Your order " + ORDER + " is cancelled: 900.05 RUB goes back to your account."));
  }

  /** Asked for twice, at two times, it is one mail still. */
  @Test
  void aMailThatIsAskedForAgainIsTheSame() {
    assertThat(MAILS.happy(new OrderApproved(ORDER, USER, PRICE, NOW)))
        .isEqualTo(MAILS.happy(APPROVED));
  }
}
