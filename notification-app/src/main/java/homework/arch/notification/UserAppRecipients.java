package homework.arch.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserErased;
import homework.arch.notification.domain.Letter;
import homework.arch.notification.domain.Recipients;
import homework.arch.platform.axon.Answers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    boolean has = address(userId) != null;
    if (has) {
      registered.put(userId, true);
    }
    return has;
  }

  @Override
  public Optional<NotificationSent> inClear(NotificationSent mail) {
    if (mail.kind() != NotificationKind.DIRECT) {
      return Optional.of(mail);
    }
    OpenTexts query = new OpenTexts(TextOfUser.ofMail(mail.userId(), mail.subject(), mail.text()));
    List<@Nullable String> texts = answers.to(query, Texts.class).join().texts();
    String subject = texts.get(0);
    String text = texts.get(1);
    return subject == null || text == null
        ? Optional.empty()
        : Optional.of(mail.with(subject, text));
  }

  @Override
  public Optional<Letter> letter(NotificationSent mail) {
    String address = address(mail.userId());
    return address == null
        ? Optional.empty()
        : inClear(mail)
            .map(
                open ->
                    new Letter(
                        open.notificationId(),
                        address,
                        open.subject(),
                        open.text(),
                        open.createdAt()));
  }

  private @Nullable String address(UUID userId) {
    return answers.to(new FindAddresses(List.of(userId)), Texts.class).join().texts().get(0);
  }
}
