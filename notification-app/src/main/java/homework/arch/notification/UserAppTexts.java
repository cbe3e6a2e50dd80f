package homework.arch.notification;

import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.notification.domain.SealedTexts;
import homework.arch.platform.axon.Answers;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks user-app, which has the keys. */
record UserAppTexts(Answers answers) implements SealedTexts {

  @Override
  public boolean areSame(NotificationSent first, SendNotification repeat) {
    UUID userId = first.userId();
    List<@Nullable String> texts =
        answers
            .to(
                new OpenTexts(
                    List.of(
                        TextOfUser.subject(userId, first.subject()),
                        TextOfUser.subject(userId, repeat.subject()),
                        TextOfUser.text(userId, first.text()),
                        TextOfUser.text(userId, repeat.text()))),
                Texts.class)
            .join()
            .texts();
    return isSame(texts.get(0), texts.get(1)) && isSame(texts.get(2), texts.get(3));
  }

  /** What nobody can open any more is the same as nothing. */
  private static boolean isSame(@Nullable String one, @Nullable String other) {
    return one != null && one.equals(other);
  }
}
