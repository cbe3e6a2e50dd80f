package homework.arch.billing.process;

import homework.arch.api.billing.OpenAccount;
import homework.arch.api.user.UserRegistered;
import homework.arch.platform.commands.ProcessCommands;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.stereotype.Component;

/** Nobody calls billing to open an account: it listens. */
@Component
@ProcessingGroup(WhenUserRegisteredThenOpenAccount.PROCESSOR)
public class WhenUserRegisteredThenOpenAccount {

  public static final String PROCESSOR = "account-opening";

  private final ProcessCommands commands;

  WhenUserRegisteredThenOpenAccount(ProcessCommands commands) {
    this.commands = commands;
  }

  @EventHandler
  void on(UserRegistered event, @SequenceNumber long registration) {
    commands.send(new OpenAccount(event.userId(), registration));
  }
}
