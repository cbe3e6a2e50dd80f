package homework.arch.platform.axon;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why something failed, in a sentence for operators: of bounded length, and without what users have
 * typed. A database's message may hold a whole row, so only its parts that name no data are told.
 */
public final class Cause {

  private static final int LONGEST = 500;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s\"'<>(=,:]+@[^\\s\"'<>),;]+");

  /** PostgreSQL takes no such character in a text. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

  private Cause() {}

  public static String of(Throwable failure) {
    Throwable told = failure;
    while ((told instanceof CompletionException || told instanceof ExecutionException)
        && told.getCause() != null) {
      told = told.getCause();
    }
    SQLException sql = sqlException(told);
    String text = sql == null ? text(told) : text(sql);
    String safe = ADDRESS.matcher(CONTROL.matcher(text).replaceAll(" ")).replaceAll("(address)");
    return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST - 1) + "…";
  }

  private static @Nullable SQLException sqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String text(SQLException failure) {
    String state = "SQL state " + failure.getSQLState();
    ServerErrorMessage told =
        failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (told == null) {
      return state;
    }
    String names =
        Stream.of(
                named("table", told.getTable()),
                named("column", told.getColumn()),
                named("constraint", told.getConstraint()))
            .filter(name -> !name.isEmpty())
            .reduce((first, second) -> first + ", " + second)
            .map(all -> " (" + all + ")")
            .orElse("");
    // Class 22 quotes the value that is wrong.
    boolean quotesData = String.valueOf(failure.getSQLState()).startsWith("22");
    String message =
        quotesData
            ? String.valueOf(told.getMessage()).replaceAll("\"[^\"]*\"?", "(value)")
            : String.valueOf(told.getMessage());
    return message + names + ", " + state;
  }

  private static String named(String what, @Nullable String name) {
    return name == null ? "" : what + " " + name;
  }
}
