package homework.arch.standalone;

import homework.arch.audit.AuditReport;
import homework.arch.audit.Auditor;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * {@code java -jar standalone-app.jar audit}: audits the data, whether the application runs or not,
 * opens no port, and tells the report on the standard output and nothing else.
 */
final class AuditCommand {

  static final String NAME = "audit";

  static final int HOLDS = 0;
  static final int FAILS = 1;
  static final int NOT_DONE = 2;

  /** Whoever has started it can stop it. */
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

  private AuditCommand() {}

  /** Returns the exit code. */
  @SuppressWarnings("SystemOut") // the report is for the person at the terminal
  static int run(String[] args) {
    PrintStream terminal = System.out;
    System.setOut(System.err); // where the log goes
    try (AuditedDatabase database = new AuditedDatabase()) {
      SpringApplication application = new SpringApplication(StandaloneApp.class);
      application.setWebApplicationType(WebApplicationType.NONE);
      application.addInitializers(database);
      ConfigurableApplicationContext context;
      try {
        context = application.run(args);
      } catch (RuntimeException e) {
        return NOT_DONE; // the reason is told already
      }
      try (context) {
        if (context.getEnvironment().getRequiredProperty(AuditedDatabase.WORK, Boolean.class)) {
          context.getBeanFactory().createBean(UnfinishedWork.class).finish();
        }
        AuditReport report = context.getBean(Auditor.class).audit(AS_LONG_AS_IT_TAKES);
        terminal.print(report.inWords());
        terminal.flush();
        return report.holds() ? HOLDS : FAILS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.err.println("The audit could not be made: it was interrupted.");
    } catch (IOException | RuntimeException e) {
      System.err.println(
          "The audit could not be made: "
              + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    }
    return NOT_DONE;
  }
}
