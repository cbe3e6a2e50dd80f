package homework.arch.audit;

import homework.arch.api.billing.AccountEvent;
import homework.arch.api.billing.AccountOperation;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.notification.NotificationEvent;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.user.UserEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that events and read models tell, sorted by what it is about. So a check sees all about one
 * thing at once and need not remember it when it comes to the next: a long history takes no more
 * memory than a short one.
 */
final class Facts implements AutoCloseable {

  /** What a fact can be about. */
  enum Thing {
    STREAM,
    USER,
    ACCOUNT,
    OPERATION,
    ORDER,
    MAIL
  }

  /**
   * One fact.
   *
   * @param sinceMark whether it was told after the audit began
   * @param number that of the event in its stream; 0 of a row
   * @param told an event, or a row of a read model
   */
  record Fact(Thing thing, UUID id, boolean sinceMark, long number, Object told) {}

  /** There is an event in a stream of this name. */
  record InStream(String name) {}

  /** There is a mail about an order. */
  record Mailed(UUID userId, NotificationKind kind) {}

  /** There is an event that nobody can read: nobody knows of which stream. */
  record Unreadable(String sentence) {}

  // The order of the facts about one thing: its row can be no older than what was before the mark.
  private static final int BEFORE = 0;
  private static final int ROW = 1;
  private static final int SINCE = 2;

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PARTS = 7;

  private final Sorter sorter;
  private final long mark;
  private final long end;
  private final Map<String, Class<?>> types = new HashMap<>();
  private final Map<Thing, String> failures = new EnumMap<>(Thing.class);
  private long added;
  private @Nullable Fact next;

  /**
   * @param mark the place of the last event that there was when the audit began
   * @param end when it is given up, by {@link System#nanoTime}
   */
  Facts(Sorter sorter, long mark, long end) {
    this.sorter = sorter;
    this.mark = mark;
    this.end = end;
  }

  /**
   * The next event of all, which has this place in the order of all and this number in its stream.
   */
  void event(long position, String stream, long number, Object event) throws IOException {
    int stage = position <= mark ? BEFORE : SINCE;
    UUID streamId = UUID.nameUUIDFromBytes(stream.getBytes(StandardCharsets.UTF_8));
    add(Thing.STREAM, streamId, stage, number, new InStream(stream));
    if (event instanceof UserEvent user) {
      add(Thing.USER, user.userId(), stage, number, user);
    } else if (event instanceof OrderEvent order) {
      add(Thing.ORDER, order.orderId(), stage, number, order);
    } else if (event instanceof OperationRecorded recorded) {
      add(Thing.OPERATION, recorded.operationId(), stage, number, recorded);
    } else if (event instanceof AccountOperation operation) {
      add(Thing.OPERATION, operation.operationId(), stage, number, operation);
      if (operation.accepted()) {
        add(Thing.ACCOUNT, operation.userId(), stage, number, operation);
        if (operation.orderId() != null) {
          add(Thing.ORDER, operation.orderId(), stage, number, operation);
        }
      }
    } else if (event instanceof AccountEvent account) { // opened or closed
      add(Thing.ACCOUNT, account.userId(), stage, number, account);
    } else if (event instanceof NotificationEvent mail) {
      add(Thing.MAIL, mail.notificationId(), stage, number, mail);
      if (mail instanceof NotificationSent sent && sent.orderId() != null) {
        add(Thing.ORDER, sent.orderId(), stage, number, new Mailed(sent.userId(), sent.kind()));
      }
    }
  }

  /** The next event of all, which nobody can read. */
  void unreadable(String sentence) throws IOException {
    add(Thing.STREAM, new UUID(0, added), BEFORE, 0, new Unreadable(sentence));
  }

  /** A row of a read model, as a service has told it. */
  void row(Thing thing, UUID id, Object row) throws IOException {
    add(thing, id, ROW, 0, row);
  }

  private void add(Thing thing, UUID id, int stage, long number, Object told) throws IOException {
    stopIfLate();
    String type = told.getClass().getSimpleName();
    types.put(type, told.getClass());
    String order = HexFormat.of().toHexDigits(added++);
    sorter.add(
        String.join(
            " ",
            thing.name(),
            id.toString(),
            Integer.toString(stage),
            order,
            Long.toString(number),
            type,
            JSON.writeValueAsString(InClear.without(told))));
  }

  /** The rows about such things cannot be read, or not all of them. */
  void failed(Thing thing, String failure) {
    failures.put(thing, failure);
  }

  Map<Thing, String> failures() {
    return failures;
  }

  /** No more is told: from now on it is looked at, one thing after the other. */
  void sort() throws IOException {
    sorter.sort();
    next = read();
  }

  /** The next of all facts; null after the last one. */
  @Nullable Fact peek() {
    return next;
  }

  /** Takes the next fact, if it is about the same thing as this one. */
  @Nullable Fact next(Fact first) throws IOException {
    Fact fact = next;
    if (fact == null || fact.thing() != first.thing() || !fact.id().equals(first.id())) {
      return null;
    }
    next = read();
    return fact;
  }

  private @Nullable Fact read() throws IOException {
    stopIfLate();
    String line = sorter.next();
    if (line == null) {
      return null;
    }
    String[] parts = line.split(" ", PARTS);
    return new Fact(
        Thing.valueOf(parts[0]),
        UUID.fromString(parts[1]),
        Integer.parseInt(parts[2]) == SINCE,
        Long.parseLong(parts[4]),
        JSON.readValue(parts[6], Objects.requireNonNull(types.get(parts[5]))));
  }

  private void stopIfLate() throws InterruptedIOException {
    if (System.nanoTime() - end > 0 || Thread.interrupted()) {
      throw new InterruptedIOException("The audit took too long, and was stopped.");
    }
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
