package homework.arch.platform.commands;

import java.util.Map;
import org.axonframework.axonserver.connector.command.CommandPriorityCalculator;
import org.axonframework.commandhandling.CommandMessage;

/**
 * By which Axon Server and its connector choose what comes next: commands of a process go before
 * those of callers. When there is more to do than can be done, what was begun is finished before
 * more is begun. A mark in the meta-data tells them apart; it travels through Axon Server.
 */
final class ProcessPriority implements CommandPriorityCalculator {

  /** Its name is part of the contract between the services. */
  private static final String MARK = "ofProcess";

  private static final int BEFORE_OTHERS = 1;
  private static final int AS_OTHERS = 0;

  static <C> CommandMessage<C> marked(CommandMessage<C> command) {
    return command.andMetaData(Map.of(MARK, true));
  }

  @Override
  public int determinePriority(CommandMessage<?> command) {
    return Boolean.TRUE.equals(command.getMetaData().get(MARK)) ? BEFORE_OTHERS : AS_OTHERS;
  }
}
