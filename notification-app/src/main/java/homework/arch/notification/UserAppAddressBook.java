package homework.arch.notification;

import homework.arch.api.user.FindUser;
import homework.arch.api.user.UserView;
import homework.arch.notification.domain.AddressBook;
import homework.arch.platform.axon.Answers;
import java.util.Optional;
import java.util.UUID;

/** Asks user-app, whose answer is right from the moment of the registration. */
record UserAppAddressBook(Answers answers) implements AddressBook {

  @Override
  public Optional<String> emailOf(UUID userId) {
    return answers.ifAny(new FindUser(userId), UserView.class).join().map(UserView::email);
  }
}
