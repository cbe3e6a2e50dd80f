package homework.arch.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import homework.arch.api.user.FindUser;
import homework.arch.api.user.UserView;
import homework.arch.notification.domain.AddressBook;
import homework.arch.platform.axon.Answers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Asks user-app, whose answer is right from the moment of the registration. */
final class UserAppAddressBook implements AddressBook {

  private static final int REMEMBERED = 10_000;

  private final Answers answers;

  /** A user keeps an address for good. */
  private final Cache<UUID, String> addresses =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofHours(1)).build();

  UserAppAddressBook(Answers answers) {
    this.answers = answers;
  }

  @Override
  public Optional<String> emailOf(UUID userId) {
    String known = addresses.getIfPresent(userId);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> email =
        answers.ifAny(new FindUser(userId), UserView.class).join().map(UserView::email);
    email.ifPresent(address -> addresses.put(userId, address));
    return email;
  }
}
