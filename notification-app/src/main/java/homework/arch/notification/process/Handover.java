package homework.arch.notification.process;

import org.jspecify.annotations.Nullable;

/**
 * What came of handing a mail over to the mail server.
 *
 * @param cause why it was not taken, in a sentence without the address
 */
record Handover(Outcome outcome, @Nullable String cause) {

  enum Outcome {
    /** The server has taken it. */
    SENT,
    /** The server will never take it. */
    REFUSED,
    /** The server may take it at another time. */
    DEFERRED
  }

  static Handover sent() {
    return new Handover(Outcome.SENT, null);
  }

  static Handover refused(String cause) {
    return new Handover(Outcome.REFUSED, cause);
  }

  static Handover deferred(String cause) {
    return new Handover(Outcome.DEFERRED, cause);
  }
}
