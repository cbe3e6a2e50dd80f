package homework.arch.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserErased;
import homework.arch.notification.domain.Recipients;
import homework.arch.platform.axon.Answers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks user-app, which has the keys, and whose answer is right from the moment of the registration.
 * Every process hears by itself of who is erased.
 */
@Component
@ProcessingGroup(UserAppRecipients.LISTENER)
final class UserAppRecipients implements Recipients {

  static final String LISTENER = "address-book";

  private static final int REMEMBERED = 10_000;

  private final Answers answers;

  /** Who has an address, and not which; for a moment only, as a user may be erased. */
  private final Cache<UUID, Boolean> registered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofMinutes(1)).build();

  UserAppRecipients(Answers answers) {
    this.answers = answers;
  }

  @EventHandler
  void on(UserErased event) {
    registered.invalidate(event.userId());
  }

  @Override
  public boolean hasAddress(UUID userId) {
    if (registered.getIfPresent(userId) != null) {
      return true;
    }
    boolean has =
        answers.to(new FindAddresses(List.of(userId)), Texts.class).join().texts().get(0) != null;
    if (has) {
      registered.put(userId, true);
    }
    return has;
  }

  /** What nobody can open any more is the same as nothing. */
  @Override
  public boolean readTheSame(NotificationSent first, SendNotification repeat) {
    List<@Nullable String> texts = opened(first.userId(), first.subject(), first.text());
    return !texts.contains(null)
        && texts.equals(opened(first.userId(), repeat.subject(), repeat.text()));
  }

  private List<@Nullable String> opened(UUID userId, String subject, String text) {
    return answers
        .to(new OpenTexts(TextOfUser.ofMail(userId, subject, text)), Texts.class)
        .join()
        .texts();
  }
}
