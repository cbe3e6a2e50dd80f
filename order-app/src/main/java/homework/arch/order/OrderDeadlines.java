package homework.arch.order;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import homework.arch.platform.axon.DueTasks;
import java.time.Duration;
import java.util.function.Supplier;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurationScopeAwareProvider;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.deadline.dbscheduler.DbSchedulerHumanReadableDeadlineDetails;
import org.axonframework.serialization.Serializer;

/** Axon's deadline manager on the tasks of this service. */
final class OrderDeadlines {

  /** db-scheduler would take five minutes. */
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(2);

  private OrderDeadlines() {}

  static DbSchedulerDeadlineManager manager(
      DueTasks tasks, Configuration axon, Serializer serializer, TransactionManager transactions) {
    return DbSchedulerDeadlineManager.builder()
        .scheduler(tasks.scheduler())
        .scopeAwareProvider(new ConfigurationScopeAwareProvider(axon))
        .serializer(serializer)
        .transactionManager(transactions)
        .useBinaryPojo(false)
        .startScheduler(false)
        .stopScheduler(false)
        .build();
  }

  static Task<?> task(Supplier<DbSchedulerDeadlineManager> manager) {
    Task<DbSchedulerHumanReadableDeadlineDetails> axons =
        DbSchedulerDeadlineManager.humanReadableTask(manager);
    return Tasks.oneTime(axons.getName(), DbSchedulerHumanReadableDeadlineDetails.class)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(TRY_AGAIN_AFTER))
        .execute((deadline, context) -> axons.execute(deadline, context));
  }
}
