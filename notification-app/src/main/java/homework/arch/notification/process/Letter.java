package homework.arch.notification.process;

import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.platform.axon.Answers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mail as it is handed over, in clear: made for that moment, and kept by nobody. */
record Letter(UUID notificationId, String address, String subject, String text, Instant createdAt) {

  /** Nothing if the user was erased. That user-app is away is an exception. */
  static Optional<Letter> of(NotificationSent mail, Answers answers) {
    UUID userId = mail.userId();
    String address =
        answers.to(new FindAddresses(List.of(userId)), Texts.class).join().texts().get(0);
    List<@Nullable String> texts =
        mail.kind() == NotificationKind.DIRECT
            ? answers
                .to(
                    new OpenTexts(TextOfUser.ofMail(userId, mail.subject(), mail.text())),
                    Texts.class)
                .join()
                .texts()
            : List.of(mail.subject(), mail.text());
    String subject = texts.get(0);
    String text = texts.get(1);
    return address == null || subject == null || text == null
        ? Optional.empty()
        : Optional.of(new Letter(mail.notificationId(), address, subject, text, mail.createdAt()));
  }

  /** Without what it says, and to whom. */
  @Override
  public String toString() {
    return "Letter[" + notificationId + "]";
  }
}
