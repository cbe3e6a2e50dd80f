package homework.arch.audit;

import homework.arch.api.Page;
import homework.arch.api.Query;
import homework.arch.api.billing.AccountPage;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.EntryPage;
import homework.arch.api.billing.EntryView;
import homework.arch.api.billing.FindAccounts;
import homework.arch.api.billing.FindEntries;
import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.OrderPage;
import homework.arch.api.order.OrderView;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.UserPage;
import homework.arch.api.user.UserView;
import homework.arch.audit.Facts.Thing;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.axon.Unavailable;
import homework.arch.platform.deadletters.DeadLetterTable;
import homework.arch.platform.deadletters.DeadLetters;
import homework.arch.platform.eventstore.Tail;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.UnknownSerializedType;
import org.springframework.beans.factory.annotation.Value;

/**
 * Audits the running system: reads all events up to now and what the services tell, and looks again
 * at all of it until the read models have had the time to catch up.
 */
public final class Auditor {

  private static final int PAGE = 200;
  private static final int DEAD_LETTERS = 1_000;
  private static final int PATIENCE_SECONDS = 10;
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final EventStore eventStore;
  private final Answers answers;
  private final Tail tail;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final String currency;
  private final AuditLimits limits;

  Auditor(
      EventStore eventStore,
      Answers answers,
      Tail tail,
      DeadLetters deadLetters,
      Clock clock,
      @Value("${arch.currency}") String currency,
      AuditLimits limits) {
    this.eventStore = eventStore;
    this.answers = answers;
    this.tail = tail;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.currency = currency;
    this.limits = limits;
  }

  /**
   * Makes one audit.
   *
   * @throws CompletionException if a service is away
   * @throws IOException if it took longer than {@code atMost}, or there is no room for its files
   * @throws InterruptedException if it is told to stop meanwhile
   */
  public AuditReport audit(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long caughtUp = System.nanoTime() + limits.lag().toNanos();
    long mark = head();
    while (true) {
      AuditReport report;
      boolean isLast;
      try (Facts facts = new Facts(new Sorter(), mark, end);
          BlockingStream<TrackedEventMessage<?>> events =
              tail.openStream(eventStore.createTailToken())) {
        long position = read(events, -1, mark, facts);
        isLast = System.nanoTime() - caughtUp > 0;
        readModels(facts);
        read(events, position, head(), facts);
        report =
            new Checks(
                    currency,
                    limits,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    deadLettersById(),
                    facts)
                .report();
      }
      if (report.holds() || isLast) {
        return report;
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private long head() {
    return Tail.index(eventStore.createHeadToken());
  }

  /** Reads on, and returns how far it has come. */
  private static long read(
      BlockingStream<TrackedEventMessage<?>> events, long from, long upTo, Facts facts)
      throws IOException, InterruptedException {
    long position = from;
    while (position < upTo) {
      if (!events.hasNextAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "The event store has events up to %d, but gives none after %d"
                .formatted(upTo, position));
      }
      TrackedEventMessage<?> event = events.nextAvailable();
      position = Math.max(position, Tail.index(event.trackingToken()));
      add(event, position, facts);
    }
    return position;
  }

  private static void add(TrackedEventMessage<?> event, long position, Facts facts)
      throws IOException {
    Object payload;
    try {
      payload = event.getPayload();
    } catch (SerializationException e) {
      String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      facts.unreadable("Event %d cannot be read: %s".formatted(position, cause));
      return;
    }
    if (payload instanceof UnknownSerializedType) {
      facts.unreadable("Event %d is of a kind that is not known here".formatted(position));
    } else if (event instanceof DomainEventMessage<?> inStream) {
      facts.event(
          position, inStream.getAggregateIdentifier(), inStream.getSequenceNumber(), payload);
    } else {
      facts.unreadable("Event %d is in no stream".formatted(position));
    }
  }

  /** Asks every service for all that it has. */
  private void readModels(Facts facts) throws IOException {
    rows(Thing.USER, FindUsers::from, UserPage.class, UserView::userId, facts);
    rows(Thing.ACCOUNT, FindAccounts::new, AccountPage.class, AccountView::userId, facts);
    rows(Thing.OPERATION, FindEntries::new, EntryPage.class, EntryView::operationId, facts);
    rows(Thing.ORDER, FindOrders::from, OrderPage.class, OrderView::orderId, facts);
    rows(
        Thing.MAIL,
        FindNotifications::from,
        NotificationPage.class,
        NotificationView::notificationId,
        facts);
  }

  private <V extends Record, P extends Page<V>> void rows(
      Thing thing,
      BiFunction<UUID, Integer, Query<P>> query,
      Class<P> type,
      Function<V, UUID> idOf,
      Facts facts)
      throws IOException {
    UUID from = new UUID(0, 0);
    List<V> page;
    do {
      try {
        page = answers.to(query.apply(from, PAGE), type).join().content();
      } catch (CompletionException e) {
        if (Unavailable.isCauseOf(e)) {
          throw e;
        }
        facts.failed(thing, String.valueOf(e.getMessage())); // the service has rows that are wrong
        return;
      }
      for (V row : page) {
        UUID id = idOf.apply(row);
        facts.row(thing, id, row);
        from = following(id);
      }
    } while (page.size() == PAGE);
  }

  private static UUID following(UUID id) {
    long low = id.getLeastSignificantBits() + 1;
    return new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low);
  }

  /** Each dead letter, by every id in it. */
  private Map<UUID, String> deadLettersById() {
    Map<UUID, String> byId = new HashMap<>();
    for (DeadLetterTable.Item item : deadLetters.list(DEAD_LETTERS)) {
      String what = "%s of %s is %s".formatted(item.what(), item.of(), item.state());
      ID.matcher(item.content())
          .results()
          .map(MatchResult::group)
          .forEach(id -> byId.put(UUID.fromString(id), what));
    }
    return byId;
  }
}
