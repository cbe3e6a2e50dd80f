package homework.arch.billing.process;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.NOW;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import homework.arch.api.billing.OpenAccount;
import homework.arch.api.user.UserRegistered;
import homework.arch.platform.commands.ProcessCommands;
import org.junit.jupiter.api.Test;

class WhenUserRegisteredThenOpenAccountTest {

  @Test
  void theAccountOfTheUserIsOpened() {
    ProcessCommands commands = mock();

    new WhenUserRegisteredThenOpenAccount(commands)
        .on(new UserRegistered(ANN, "sealed:name", "sealed:email", "#", NOW), 0);

    verify(commands).send(new OpenAccount(ANN, 0L));
    verifyNoMoreInteractions(commands);
  }
}
