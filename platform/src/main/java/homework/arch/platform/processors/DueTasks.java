package homework.arch.platform.processors;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.Task;
import homework.arch.platform.ProcessorDatabase;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * What a service has to do at a time: db-scheduler on a table of the service. It survives a
 * restart, and of several processes one does it. What is scheduled in a transaction is scheduled if
 * the transaction commits.
 */
public final class DueTasks implements SmartLifecycle {

  private static final int THREADS = 4;
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** A task whose process was killed is done by another after four of these. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final int MISSED_HEARTBEATS = 4;

  /** Below the time that Spring gives to each phase of the shutdown. */
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(15);

  private final Scheduler scheduler;
  private volatile boolean autoStart = true;

  /**
   * @param schema the service's schema, with a table {@code scheduled_task}
   * @param serializer for what the tasks have to remember
   */
  public DueTasks(
      String schema,
      ProcessorDatabase database,
      org.axonframework.serialization.Serializer serializer,
      Clock clock,
      Task<?>... tasks) {
    scheduler =
        Scheduler.create(new TransactionAwareDataSourceProxy(database.dataSource()), List.of(tasks))
            .schedulerName(new SchedulerName.Fixed(ManagementFactory.getRuntimeMXBean().getName()))
            .tableName(schema + ".scheduled_task")
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
            .serializer(new JsonOfTasks(serializer))
            .clock(clock::instant)
            .threads(THREADS)
            .pollingInterval(LOOK_EVERY)
            .pollUsingLockAndFetch(1, THREADS)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(FINISH_WITHIN)
            .build();
  }

  /** To schedule tasks and to cancel them. */
  public SchedulerClient client() {
    return scheduler;
  }

  /** They are not done by this process unless it is started. */
  public void leaveToOthers() {
    autoStart = false;
  }

  @Override
  public boolean isAutoStartup() {
    return autoStart;
  }

  @Override
  public void start() {
    scheduler.start();
  }

  @Override
  public void stop() {
    scheduler.stop();
  }

  @Override
  public boolean isRunning() {
    return scheduler.getSchedulerState().isStarted()
        && !scheduler.getSchedulerState().isShuttingDown();
  }

  /** As messages are written; db-scheduler's own way would be Java's serialization. */
  private record JsonOfTasks(org.axonframework.serialization.Serializer json)
      implements Serializer {

    @Override
    public byte[] serialize(Object data) {
      return json.serialize(data, byte[].class).getData();
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
      return type.cast(
          json.deserialize(new SimpleSerializedObject<>(data, byte[].class, type.getName(), null)));
    }
  }
}
