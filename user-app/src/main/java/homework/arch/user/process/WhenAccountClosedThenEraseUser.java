package homework.arch.user.process;

import homework.arch.api.billing.AccountClosed;
import homework.arch.api.user.EraseUser;
import homework.arch.platform.commands.ProcessCommands;
import homework.arch.platform.deadletters.Compensation;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Whoever has no account any more, and so no money here, is forgotten. */
@Component
@ProcessingGroup(WhenAccountClosedThenEraseUser.PROCESSOR)
public class WhenAccountClosedThenEraseUser {

  public static final String PROCESSOR = "user-erasure";

  /** Whose account is closed must not stay: it is given up only when it is done. */
  public static final Compensation COMPENSATION =
      step ->
          step instanceof AccountClosed event
              ? List.of(new EraseUser(event.userId(), event.registration()))
              : List.of();

  private final ProcessCommands commands;

  WhenAccountClosedThenEraseUser(ProcessCommands commands) {
    this.commands = commands;
  }

  @EventHandler
  void on(AccountClosed event) {
    commands.send(new EraseUser(event.userId(), event.registration()));
  }
}
