package homework.arch.standalone;

import homework.arch.platform.startup.CannotStartException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts a PostgreSQL of our own, unless the user names one, while Spring looks for its beans. The
 * bean that is the database waits for it; if the start of the application fails before that, it is
 * stopped here.
 */
final class EmbeddedDatabaseStart
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  static final String OTHER_DATABASE = "spring.datasource.url";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    if (environment.containsProperty(OTHER_DATABASE)) {
      return;
    }
    Path folder =
        Path.of(environment.getRequiredProperty("arch.data-folder")).toAbsolutePath().normalize();
    boolean afresh = environment.getRequiredProperty("arch.start-afresh", Boolean.class);
    UnderWay start =
        new UnderWay(
            new FutureTask<>(
                () ->
                    afresh
                        ? EmbeddedDatabase.startAfresh(folder)
                        : EmbeddedDatabase.start(folder)));
    context.addApplicationListener(start);
    context.getBeanFactory().registerSingleton("embeddedDatabaseStart", start);
    start.begin();
  }

  /** A start that somebody will wait for. */
  record UnderWay(FutureTask<EmbeddedDatabase> task)
      implements ApplicationListener<ApplicationFailedEvent> {

    private void begin() {
      Thread thread = new Thread(task, "embedded-postgresql");
      thread.setDaemon(true);
      thread.start();
    }

    /**
     * The database when it accepts connections.
     *
     * @throws CannotStartException as {@link EmbeddedDatabase#start(Path)}
     */
    EmbeddedDatabase await() {
      try {
        return task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof CannotStartException plain) {
          throw plain;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CannotStartException("It was stopped while PostgreSQL was started.", e);
      }
    }

    @Override
    public void onApplicationEvent(ApplicationFailedEvent event) {
      try {
        await().close();
      } catch (CannotStartException | IllegalStateException e) {
        return; // then nothing runs, and whoever waited has told why
      }
    }
  }
}
