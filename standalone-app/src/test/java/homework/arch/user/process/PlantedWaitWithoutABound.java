package homework.arch.user.process;

import org.axonframework.commandhandling.gateway.CommandGateway;

/** Waits for ever, if nobody answers. */
public class PlantedWaitWithoutABound {

  Object ask(CommandGateway commands) {
    return commands.sendAndWait("command");
  }
}
