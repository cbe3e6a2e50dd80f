package homework.arch.platform.deadletters;

import java.util.List;

/** What a process does instead when an operator gives up one of its steps. */
@FunctionalInterface
public interface Compensation {

  /** For a process whose steps can be left out. */
  Compensation NONE = event -> List.of();

  /**
   * @param event that is not handled any more
   * @return the commands to be sent instead, safe to repeat; the event is given up when all of them
   *     are done
   */
  List<Object> insteadOf(Object event);

  /** The step can be tried again, but not be left out; the message tells why. */
  final class CannotBeGivenUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotBeGivenUpException(String reason) {
      super(reason);
    }
  }
}
