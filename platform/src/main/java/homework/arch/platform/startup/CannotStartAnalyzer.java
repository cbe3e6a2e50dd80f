package homework.arch.platform.startup;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class CannotStartAnalyzer extends AbstractFailureAnalyzer<CannotStartException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, CannotStartException cause) {
    return new FailureAnalysis(cause.getMessage(), null, failure);
  }
}
