package homework.arch.platform.startup;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Tells why the application could not start, in one sentence. */
final class OneSentenceReporter implements FailureAnalysisReporter {

  @Override
  @SuppressWarnings("SystemOut") // it is for the person at the terminal
  public void report(FailureAnalysis analysis) {
    System.err.println("arch-axon could not start: " + analysis.getDescription());
  }
}
