package homework.arch.user.keys;

import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.user.Sealed;
import homework.arch.api.user.UserRegistered;
import homework.arch.platform.eventstore.Tail;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What earlier versions have stored in clear, which is counted and never told. */
@Component
record ClearText(EventStore events, Tail tail, JdbcClient jdbc) {

  private static final int PATIENCE_SECONDS = 10;

  /**
   * How many hold clear text.
   *
   * @param lookedAt how many events there were
   * @param userRows in the table of users, until its next replay
   */
  record Count(long lookedAt, long usersRegistered, long mailsSent, long userRows) {}

  /** Reads all events up to now, one after the other. */
  Count count() throws InterruptedException {
    long head = Tail.index(events.createHeadToken());
    long lookedAt = 0;
    long users = 0;
    long mails = 0;
    try (BlockingStream<TrackedEventMessage<?>> stream =
        tail.openStream(events.createTailToken())) {
      for (long position = -1; position < head; lookedAt++) {
        if (!stream.hasNextAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("The event store gives no event after " + position);
        }
        TrackedEventMessage<?> event = stream.nextAvailable();
        position = Math.max(position, Tail.index(event.trackingToken()));
        if (event.getPayloadType() == UserRegistered.class) {
          users += isInClear((UserRegistered) event.getPayload()) ? 1 : 0;
        } else if (event.getPayloadType() == NotificationSent.class) {
          mails += isInClear((NotificationSent) event.getPayload()) ? 1 : 0;
        }
      }
    }
    return new Count(lookedAt, users, mails, userRows());
  }

  private static boolean isInClear(UserRegistered user) {
    return !Sealed.is(user.name());
  }

  private static boolean isInClear(NotificationSent mail) {
    return mail.email() != null
        || (mail.kind() == NotificationKind.DIRECT && !Sealed.is(mail.text()));
  }

  private long userRows() {
    return jdbc.sql("select count(*) from users.user_view where not starts_with(name, ?)")
        .param(Sealed.MARK)
        .query(Long.class)
        .single();
  }
}
