package homework.arch.platform.axon;

import java.util.Optional;

/** What a process does instead when an operator gives up one of its steps. */
@FunctionalInterface
public interface Compensation {

  /** For a process whose steps can be left out. */
  Compensation NONE = step -> Optional.empty();

  /**
   * @param step the command that is not sent any more, or the event that is not handled any more
   * @return the command to be sent instead, if there is one
   * @throws CannotBeGivenUpException if only the step itself can put things right
   */
  Optional<Object> insteadOf(Object step);

  /** The step can be tried again, but not be left out; the message tells why. */
  final class CannotBeGivenUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotBeGivenUpException(String reason) {
      super(reason);
    }
  }
}
