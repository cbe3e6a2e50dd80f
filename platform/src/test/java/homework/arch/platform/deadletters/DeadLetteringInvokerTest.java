package homework.arch.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.commands.ProcessCommands;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** The table is seen in DeadLettersIT. */
class DeadLetteringInvokerTest {

  private static final int MOST = 8;

  private final DeadLetterTable deadLetters = mock();
  private final List<String> story = new ArrayList<>();
  private final Batches batches = new Batches("processor", MOST);
  private final List<EventMessage<String>> events = new ArrayList<>();
  private final Patience patience = new Patience(Duration.ofMillis(300));

  /** What the event named so does. */
  private interface Handler {
    void handle(String event) throws Exception;
  }

  private DeadLetteringInvoker invoker(boolean ordered, Handler handler) throws Exception {
    return invoker(ordered, handler, TransactionOperations.withoutTransaction());
  }

  private DeadLetteringInvoker invoker(boolean ordered, Handler handler, TransactionOperations part)
      throws Exception {
    EventHandlerInvoker handlers = mock();
    doAnswer(
            call -> {
              EventMessage<?> event = call.getArgument(0);
              handler.handle(event.getPayload().toString());
              story.add(event.getPayload().toString());
              return null;
            })
        .when(handlers)
        .handle(any(), any());
    doAnswer(
            call -> {
              EventMessage<?> event = call.getArgument(2);
              Throwable cause = call.getArgument(3);
              story.add(event.getPayload() + " is a dead letter: " + root(cause).getMessage());
              return null;
            })
        .when(deadLetters)
        .add(anyString(), anyString(), any(), any());
    return new DeadLetteringInvoker(
        "processor", handlers, batches, deadLetters, ordered, Compensation.NONE, patience, part);
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private void placed(String... names) {
    for (String name : names) {
      events.add(GenericEventMessage.asEventMessage(name));
    }
  }

  /** As a tracking processor does it: what fails comes again, what is committed does not. */
  private @Nullable Throwable work(DeadLetteringInvoker invoker) {
    List<EventMessage<String>> batch =
        List.copyOf(events.subList(0, Math.min(events.size(), batches.size())));
    UnitOfWork<EventMessage<String>> work = new BatchingUnitOfWork<>(batch);
    ResultMessage<?> result =
        work.executeWithResult(
            () -> {
              invoker.handle(work.getMessage(), Segment.ROOT_SEGMENT);
              return null;
            },
            RollbackConfigurationType.ANY_THROWABLE);
    if (!result.isExceptional()) {
      story.add("commit " + batch.size());
      events.subList(0, batch.size()).clear();
      return null;
    }
    return result.exceptionResult();
  }

  private void workUntilDone(DeadLetteringInvoker invoker) {
    for (int i = 0; !events.isEmpty() && i < 100; i++) {
      work(invoker);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void theOneEventOfAProjectionThatFailsBecomesADeadLetterAndTheOthersAreHandled()
      throws Exception {
    placed("a", "b", "c", "poison", "d", "e", "f", "g", "h", "i");
    DeadLetteringInvoker invoker =
        invoker(
            true,
            event -> {
              if (event.equals("poison")) {
                throw new IllegalStateException("it cannot be read");
              }
            });

    workUntilDone(invoker);

    assertThat(story)
        .contains("poison is a dead letter: it cannot be read")
        .contains("a", "b", "c", "d", "e", "f", "g", "h", "i")
        .doesNotContain("poison");
  }

  @Test
  void whatFailsOnlyWhenTheBatchCommitsIsFoundAsWell() throws Exception {
    placed("a", "b", "poison", "c", "d");
    DeadLetteringInvoker invoker =
        invoker(
            true,
            event -> {
              if (event.equals("poison")) {
                CurrentUnitOfWork.get()
                    .root()
                    .onPrepareCommit(
                        work -> {
                          throw new IllegalStateException("a constraint");
                        });
              }
            });

    workUntilDone(invoker);

    assertThat(story).contains("poison is a dead letter: a constraint", "d");
    assertThat(story.stream().filter(line -> line.contains("dead letter"))).hasSize(1);
  }

  /** After the first failure each event is handled by itself, so that no other batch fails. */
  @Test
  void aHundredOfAKindBecomeDeadLettersEachByItself() throws Exception {
    for (int i = 0; i < 100; i++) {
      placed("poison " + i, "good " + i);
    }
    DeadLetteringInvoker invoker =
        invoker(
            true,
            event -> {
              if (event.startsWith("poison")) {
                throw new IllegalStateException("bad");
              }
            });

    assertThat(work(invoker)).isNotNull();
    for (int i = 0; !events.isEmpty() && i < 100; i++) {
      assertThat(work(invoker)).isNull();
    }

    assertThat(story.stream().filter(line -> line.endsWith("is a dead letter: bad"))).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(story).contains("good " + i);
    }
  }

  /** Each costs its time limit, and a batch of them would last for minutes. */
  @Test
  void whatTakesTooLongIsHandledInATransactionOfItsOwn() throws Exception {
    placed("bad", "a", "locked", "b");
    DeadLetteringInvoker invoker =
        invoker(
            true,
            event -> {
              if (event.equals("bad")) {
                throw new IllegalStateException("a constraint");
              }
              if (event.equals("locked")) {
                throw new SQLException("lock timeout", "55P03");
              }
            });

    workUntilDone(invoker);

    assertThat(story)
        .containsExactly(
            "bad is a dead letter: a constraint",
            "a",
            "commit 2",
            "locked is a dead letter: lock timeout",
            "commit 1",
            "b",
            "commit 1");
  }

  /** It has written nothing, so the rest of the batch need not be done again. */
  @Test
  void theEventOfAStepThatFailsBecomesADeadLetterInTheSameBatch() throws Exception {
    placed("a", "poison", "b");
    DeadLetteringInvoker invoker =
        invoker(
            false,
            event -> {
              if (event.equals("poison")) {
                throw new IllegalStateException("no such account");
              }
            });

    assertThat(work(invoker)).isNull();

    assertThat(story)
        .containsExactly("a", "poison is a dead letter: no such account", "b", "commit 3");
  }

  @Test
  void aConflictIsTriedAgainInSmallerBatchesThatLookForWhatIsThere() throws Exception {
    placed("a", "b", "c", "d", "e", "f", "g", "h");
    List<Boolean> looked = new ArrayList<>();
    DeadLetteringInvoker invoker =
        invoker(
            false,
            event -> {
              looked.add(InsertFirst.mustLook());
              if (event.equals("h")) {
                throw new ConcurrencyException("another was quicker");
              }
            });

    assertThat(work(invoker)).isInstanceOf(ConcurrencyException.class);
    assertThat(batches.size()).isEqualTo(4);
    assertThat(work(invoker)).isNull();

    assertThat(looked.subList(0, 8)).containsOnly(false);
    assertThat(looked.subList(8, 12)).containsOnly(true);
    assertThat(batches.size()).isEqualTo(MOST);
    assertThat(batches.pauseAfter(null, 1000)).isLessThan(10);
  }

  @Test
  void whatIsAwayIsWaitedForAndNothingBecomesADeadLetter() throws Exception {
    placed("a");
    DeadLetteringInvoker invoker =
        invoker(
            true,
            event -> {
              throw new SQLTransientConnectionException("the database is away");
            });

    Throwable failure = null;
    for (int i = 0; i < 20; i++) {
      failure = work(invoker);
      assertThat(failure).isNotNull();
    }

    assertThat(story).isEmpty();
    assertThat(batches.size()).isEqualTo(MOST);
    assertThat(batches.pauseAfter(failure, 60_000)).isEqualTo(4_000);
  }

  /**
   * As of a pool that has thrown the connection away: nothing can be rolled back on it any more.
   */
  private static final TransactionOperations WITHOUT_ITS_SAVEPOINT =
      new TransactionOperations() {
        @Override
        public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
          SimpleTransactionStatus status = new SimpleTransactionStatus();
          T result = action.doInTransaction(status);
          if (status.isRollbackOnly()) {
            throw new TransactionSystemException(
                "Could not roll back to JDBC savepoint", new SQLException("Connection is closed"));
          }
          return result;
        }
      };

  @Test
  void aConnectionThatBreaksUnderAnEventHandledApartMakesNoDeadLetter() throws Exception {
    placed("a", "b");
    AtomicInteger times = new AtomicInteger();
    DeadLetteringInvoker invoker =
        invoker(
            true,
            event -> {
              if (times.incrementAndGet() <= 6) {
                throw new IllegalStateException(
                    new SQLException("This connection has been closed.", "08006"));
              }
            },
            WITHOUT_ITS_SAVEPOINT);

    workUntilDone(invoker);

    assertThat(times).hasValueGreaterThan(6);
    assertThat(story).contains("a", "b").noneMatch(line -> line.contains("is a dead letter"));
  }

  @Test
  void anEventThatCannotEvenBecomeADeadLetterHoldsTheProcessorUp() throws Exception {
    placed("poison");
    DeadLetteringInvoker invoker =
        invoker(
            false,
            event -> {
              throw new IllegalStateException("bad");
            });
    doThrow(new IllegalStateException("10000 dead letters"))
        .when(deadLetters)
        .add(anyString(), anyString(), any(), any());

    assertThat(work(invoker)).hasMessage("10000 dead letters");
    assertThat(events).hasSize(1);
  }

  @Test
  void whatFollowsADeadLetterOfItsAggregateWaitsBehindIt() throws Exception {
    placed("a");
    DeadLetteringInvoker invoker = invoker(true, event -> {});
    when(deadLetters.isBlocked(eq("processor"), anyString())).thenReturn(true);
    doAnswer(call -> story.add("a waits"))
        .when(deadLetters)
        .addBehind(anyString(), anyString(), any());

    assertThat(work(invoker)).isNull();

    assertThat(story).containsExactly("a waits", "commit 1");
  }

  @Test
  void aStepThatHangsIsInterruptedAndTheOthersGoOn() throws Exception {
    placed("a", "silent", "b");
    DeadLetteringInvoker invoker =
        invoker(
            false,
            event -> {
              if (event.equals("silent")) {
                TimeUnit.SECONDS.sleep(60);
              }
            });
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    var unused = watch.scheduleAtFixedRate(patience::look, 20, 20, TimeUnit.MILLISECONDS);
    long before = System.nanoTime();

    assertThat(work(invoker)).isNull();

    watch.shutdownNow();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(story).contains("a", "b", "commit 3");
    assertThat(story.get(1)).startsWith("silent is a dead letter");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** As through Axon Server, whose answers come later. */
  @Test
  void theEventOfACommandThatIsSilentBecomesADeadLetterWhenTheBatchCommits() throws Exception {
    placed("a", "silent", "b");
    CommandGateway gateway = mock();
    when(gateway.send(any()))
        .then(
            call ->
                call.getArgument(0).toString().contains("silent")
                    ? new CompletableFuture<>()
                    : CompletableFuture.supplyAsync(() -> "done"));
    ProcessCommands commands = new ProcessCommands(gateway, Duration.ofMillis(200));
    DeadLetteringInvoker invoker = invoker(false, event -> commands.send(event));

    assertThat(work(invoker)).isNull();

    assertThat(story)
        .containsExactly(
            "a",
            "silent",
            "b",
            "silent is a dead letter: there was no answer for PT0.2S",
            "commit 3");
  }
}
