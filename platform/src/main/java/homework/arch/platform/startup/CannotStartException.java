package homework.arch.platform.startup;

/** The application cannot start; the message is one sentence for the person at the terminal. */
public class CannotStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CannotStartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  public CannotStartException(String sentence) {
    super(sentence);
  }
}
