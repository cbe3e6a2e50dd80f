package homework.arch.standalone;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Starts a PostgreSQL of our own, unless the user names one, while Spring looks for its beans. The
 * bean that is the database waits for it. It is stopped after all beans, however far the start of
 * the application came.
 */
final class EmbeddedDatabaseStart
    implements ApplicationContextInitializer<GenericApplicationContext> {

  static final String OTHER_DATABASE = "spring.datasource.url";

  @Override
  public void initialize(GenericApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    if (environment.containsProperty(OTHER_DATABASE)) {
      return;
    }
    Path folder = folder(environment);
    boolean afresh = environment.getRequiredProperty("arch.start-afresh", Boolean.class);
    CompletableFuture<EmbeddedDatabase> start =
        CompletableFuture.supplyAsync(
            () -> EmbeddedDatabase.start(folder, afresh, EmbeddedDatabase::freePort),
            EmbeddedDatabaseStart::inBackground);
    context.registerBean(EmbeddedDatabase.class, start::join);
    context
        .getDefaultListableBeanFactory()
        .registerDisposableBean(
            "embeddedDatabaseStart",
            () -> start.thenAccept(EmbeddedDatabase::close).handle((done, told) -> true).join());
  }

  /** Where the embedded PostgreSQL keeps its data. */
  static Path folder(Environment environment) {
    return Path.of(environment.getRequiredProperty("arch.data-folder"))
        .toAbsolutePath()
        .normalize();
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "embedded-postgresql");
    thread.setDaemon(true);
    thread.start();
  }
}
