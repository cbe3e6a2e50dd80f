package homework.arch.platform.axon;

import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes what the processes of a service need, each service on its own schema. */
public final class ProcessPlatform {

  private final DataSource dataSource;
  private final JdbcClient jdbc;
  private final Serializer serializer;
  private final CommandGateway gateway;
  private final Clock clock;
  private final Retries retries;
  private final Duration patience;
  private final Executor executor;

  ProcessPlatform(
      DataSource dataSource,
      JdbcClient jdbc,
      Serializer serializer,
      CommandGateway gateway,
      Clock clock,
      Retries retries,
      Duration patience,
      Executor executor) {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
    this.serializer = serializer;
    this.gateway = gateway;
    this.clock = clock;
    this.retries = retries;
    this.patience = patience;
    this.executor = executor;
  }

  /** Must be a bean, so that they are sent again. */
  public UnansweredCommands unanswered(String schema, Compensation compensation) {
    return new UnansweredCommands(
        schema, jdbc, serializer, gateway, retries, compensation, executor);
  }

  public ProcessCommands commands(UnansweredCommands unanswered) {
    return new ProcessCommands(gateway, unanswered, patience);
  }

  /** Must be a bean, so that it starts. */
  public DueTasks dueTasks(String schema, Task<?>... tasks) {
    return new DueTasks(schema, dataSource, serializer, clock, tasks);
  }
}
