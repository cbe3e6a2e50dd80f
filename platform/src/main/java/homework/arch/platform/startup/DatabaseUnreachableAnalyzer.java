package homework.arch.platform.startup;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** The connection pool could not get a first connection. */
final class DatabaseUnreachableAnalyzer
    extends AbstractFailureAnalyzer<SQLTransientConnectionException> {

  private final Environment environment;

  DatabaseUnreachableAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable failure, SQLTransientConnectionException cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    return new FailureAnalysis(
        "The database %s cannot be reached: %s"
            .formatted(environment.getProperty("spring.datasource.url", ""), reason.getMessage()),
        null,
        failure);
  }
}
