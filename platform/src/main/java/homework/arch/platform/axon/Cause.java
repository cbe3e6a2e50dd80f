package homework.arch.platform.axon;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why something failed, in a sentence for operators: of bounded length, and without what users have
 * typed. A database may tell a whole row in the details of an error, so only its message is told.
 */
public final class Cause {

  private static final int LONGEST = 500;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s\"'<>(=,:]+@[^\\s\"'<>),;]+");

  /** PostgreSQL's states for statement_timeout and lock_timeout. */
  private static final Set<String> TIME_LIMITS = Set.of("57014", "55P03");

  /** PostgreSQL takes no such character in a text. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

  private Cause() {}

  public static String of(Throwable failure) {
    Throwable told = failure;
    while ((told instanceof CompletionException || told instanceof ExecutionException)
        && told.getCause() != null) {
      told = told.getCause();
    }
    SQLException sql = sqlExceptions(told).findFirst().orElse(null);
    String text = sql == null ? text(told) : text(sql);
    String safe = ADDRESS.matcher(CONTROL.matcher(text).replaceAll(" ")).replaceAll("(address)");
    return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST - 1) + "…";
  }

  /** The failure itself, what caused it, and so on. */
  public static Stream<Throwable> all(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  /** The states that the database told, the last first. */
  public static Stream<String> sqlStates(Throwable failure) {
    return sqlExceptions(failure).flatMap(sql -> Stream.ofNullable(sql.getSQLState()));
  }

  /** Whether the database ended it after {@code statement_timeout} or {@code lock_timeout}. */
  public static boolean isTimeLimit(Throwable failure) {
    return sqlStates(failure).anyMatch(TIME_LIMITS::contains);
  }

  private static Stream<SQLException> sqlExceptions(Throwable failure) {
    return all(failure).filter(SQLException.class::isInstance).map(SQLException.class::cast);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String text(SQLException failure) {
    ServerErrorMessage told =
        failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String message = told == null ? "" : told.getMessage() + ", ";
    // Class 22 quotes the value that is wrong.
    boolean quotesData = String.valueOf(failure.getSQLState()).startsWith("22");
    return (quotesData ? message.replaceAll("\"[^\"]*\"?", "(value)") : message)
        + "SQL state "
        + failure.getSQLState();
  }
}
