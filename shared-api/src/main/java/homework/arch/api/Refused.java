package homework.arch.api;

import org.axonframework.commandhandling.CommandExecutionException;

/**
 * A command that is refused because of the caller's own mistake; nothing has changed. The reason
 * travels as the exception's details, in one process as well as through Axon Server.
 */
public final class Refused extends CommandExecutionException {

  private static final long serialVersionUID = 1L;

  /** Why a command can be refused. The names are part of the messages' contract. */
  public enum Reason {
    EMAIL_TAKEN,
    ACCOUNT_NOT_FOUND,
    ORDER_NOT_FOUND,
    USER_NOT_FOUND,
    /** An account is closed only when it is empty. */
    MONEY_ON_ACCOUNT,
    /** Nor while an order may take or give back money. */
    ORDER_UNDER_WAY,
    /** Only an approved order can be cancelled. */
    ORDER_NOT_APPROVED,
    /** The id belongs to something with other contents. */
    ID_REUSED
  }

  public Refused(Reason reason, String detail) {
    super(detail, null, reason);
  }
}
