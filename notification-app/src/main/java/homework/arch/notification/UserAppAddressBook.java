package homework.arch.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserErased;
import homework.arch.notification.domain.AddressBook;
import homework.arch.platform.axon.Answers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;

/**
 * Asks user-app, whose answer is right from the moment of the registration. Every process hears by
 * itself of who is erased.
 */
@ProcessingGroup(UserAppAddressBook.LISTENER)
final class UserAppAddressBook implements AddressBook {

  static final String LISTENER = "address-book";

  private static final int REMEMBERED = 10_000;

  private final Answers answers;

  /** Who has an address, and not which; for a moment only, as a user may be erased. */
  private final Cache<UUID, Boolean> registered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofMinutes(1)).build();

  UserAppAddressBook(Answers answers) {
    this.answers = answers;
  }

  @EventHandler
  void on(UserErased event) {
    registered.invalidate(event.userId());
  }

  @Override
  public boolean has(UUID userId) {
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
}
