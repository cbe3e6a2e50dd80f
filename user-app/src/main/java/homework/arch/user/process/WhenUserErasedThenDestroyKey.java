package homework.arch.user.process;

import homework.arch.api.user.UserErased;
import homework.arch.user.keys.UserKeys;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.stereotype.Component;

/** What events and tables still hold of an erased user nobody can open any more. */
@Component
@ProcessingGroup(WhenUserErasedThenDestroyKey.PROCESSOR)
public class WhenUserErasedThenDestroyKey {

  public static final String PROCESSOR = "key-destruction";

  private final UserKeys keys;

  WhenUserErasedThenDestroyKey(UserKeys keys) {
    this.keys = keys;
  }

  @EventHandler
  void on(UserErased event, @SequenceNumber long number) {
    keys.destroy(event.userId(), number + 1);
  }
}
