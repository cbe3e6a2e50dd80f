package homework.arch.platform.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupAppenderTest {

  private final List<List<String>> written = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstIsBeingWritten = new CountDownLatch(1);
  private final CountDownLatch allAreThere = new CountDownLatch(1);

  private final GroupAppender<String> appender =
      new GroupAppender<>(this::write, IllegalStateException.class::isInstance);

  @AfterEach
  void close() {
    allAreThere.countDown();
    appender.close();
  }

  @Test
  void whatComesWhileAnotherIsWrittenIsWrittenTogether() {
    CompletableFuture<Void> first = appended("first");
    CompletableFuture<Void> second = appendedBehind("second");
    CompletableFuture<Void> third = appendedBehind("third");
    allAreThere.countDown();

    assertThat(CompletableFuture.allOf(first, second, third)).succeedsWithin(5, TimeUnit.SECONDS);
    assertThat(written).hasSize(2).first().isEqualTo(List.of("first"));
    assertThat(written.get(1)).containsExactlyInAnyOrder("second", "third");
  }

  @Test
  void aConflictIsThatOfOneAndNobodyElses() {
    CompletableFuture<Void> first = appended("first");
    CompletableFuture<Void> conflict = appendedBehind("conflict");
    CompletableFuture<Void> third = appendedBehind("third");
    allAreThere.countDown();

    assertThat(CompletableFuture.allOf(first, third)).succeedsWithin(5, TimeUnit.SECONDS);
    assertThat(conflict)
        .failsWithin(5, TimeUnit.SECONDS)
        .withThrowableThat()
        .withRootCauseInstanceOf(IllegalStateException.class);
    assertThat(written).contains(List.of("third"));
  }

  @Test
  void whatWouldFailForEachIsNotTriedForEach() {
    CompletableFuture<Void> first = appended("first");
    CompletableFuture<Void> second = appendedBehind("away");
    CompletableFuture<Void> third = appendedBehind("third");
    allAreThere.countDown();

    assertThat(first).succeedsWithin(5, TimeUnit.SECONDS);
    for (CompletableFuture<Void> failed : List.of(second, third)) {
      assertThat(failed)
          .failsWithin(5, TimeUnit.SECONDS)
          .withThrowableThat()
          .withRootCauseInstanceOf(IOException.class);
    }
    assertThat(written).hasSize(2);
  }

  @Test
  void whoeverWaitsIsToldOfAnErrorAsWell() {
    CompletableFuture<Void> first = appended("first");
    CompletableFuture<Void> broken = appendedBehind("broken");
    allAreThere.countDown();

    assertThat(first).succeedsWithin(5, TimeUnit.SECONDS);
    assertThat(broken)
        .failsWithin(5, TimeUnit.SECONDS)
        .withThrowableThat()
        .withRootCauseInstanceOf(OutOfMemoryError.class);
    assertThat(appendedBehindNobody("next")).succeedsWithin(5, TimeUnit.SECONDS);
  }

  @Test
  void afterTheEndAllIsRefused() {
    appender.close();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> appender.append(List.of("late")));
  }

  private CompletableFuture<Void> appended(String event) {
    CompletableFuture<Void> done = appendedBehindNobody(event);
    await(firstIsBeingWritten);
    return done;
  }

  private CompletableFuture<Void> appendedBehindNobody(String event) {
    return CompletableFuture.runAsync(() -> appender.append(List.of(event)));
  }

  /** Returns when it waits in the queue. */
  private CompletableFuture<Void> appendedBehind(String event) {
    int before = appender.waiting();
    CompletableFuture<Void> done = appendedBehindNobody(event);
    while (appender.waiting() == before) {
      Thread.onSpinWait();
    }
    return done;
  }

  private void write(List<String> events) {
    written.add(List.copyOf(events));
    firstIsBeingWritten.countDown();
    await(allAreThere);
    if (events.contains("conflict")) {
      throw new IllegalStateException("it is there already");
    }
    if (events.contains("broken")) {
      throw new OutOfMemoryError("as it may come");
    }
    if (events.contains("away")) {
      throw new UncheckedIOException(new IOException("nobody is there"));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
