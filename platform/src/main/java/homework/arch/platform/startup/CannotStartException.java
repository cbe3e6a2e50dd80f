package homework.arch.platform.startup;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** The application cannot start; the message is one sentence for the person at the terminal. */
public class CannotStartException extends FailureAnalyzedException {

  private static final long serialVersionUID = 1L;

  public CannotStartException(String sentence, Throwable cause) {
    super(sentence, null, cause);
  }

  public CannotStartException(String sentence) {
    super(sentence, null);
  }
}
