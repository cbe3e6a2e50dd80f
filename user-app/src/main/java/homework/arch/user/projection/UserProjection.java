package homework.arch.user.projection;

import homework.arch.api.user.FindRegistration;
import homework.arch.api.user.FindUser;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.RegistrationView;
import homework.arch.api.user.UserErased;
import homework.arch.api.user.UserPage;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** The users as a table, and the questions that are answered from it. */
@Component
@ProcessingGroup(UserProjection.PROCESSOR)
public class UserProjection {

  public static final String PROCESSOR = "user-projection";

  private static final Sort NEWEST_FIRST =
      Sort.by(Sort.Order.desc("createdAt"), Sort.Order.asc("userId"));

  /**
   * Who a known user is from now on.
   *
   * @param registration null if the user was erased
   */
  private record Change(
      UUID userId, @Nullable UserRegistered registration, @Nullable Instant erasedAt) {

    @Nullable String told(Function<UserRegistered, String> field) {
      return registration == null ? null : field.apply(registration);
    }
  }

  private final UserRows users;
  private final EventStore eventStore;
  private final ProcessorDatabase database;

  private final BatchedWrite<UserRegistered> registered;
  private final BatchedWrite<UserRegistered> registeredAgain;
  private final BatchedWrite<Change> changed;

  UserProjection(UserRows users, EventStore eventStore, ProcessorDatabase database) {
    this.users = users;
    this.eventStore = eventStore;
    this.database = database;
    registered =
        BatchedWrite.insert(database, "users.user_view", UserRegistered::userId)
            .with("user_id", "uuid", UserRegistered::userId)
            .with("name", "text", UserRegistered::name)
            .with("email", "text", UserRegistered::email)
            .with("created_at", "timestamptz", UserRegistered::registeredAt);
    registeredAgain =
        BatchedWrite.update(database, "users.user_view", UserRegistered::userId)
            .with("user_id", "uuid", UserRegistered::userId)
            .with("created_at", "timestamptz", UserRegistered::registeredAt);
    changed =
        BatchedWrite.update(database, "users.user_view", Change::userId)
            .with("user_id", "uuid", Change::userId)
            .with("name", "text", change -> change.told(UserRegistered::name))
            .with("email", "text", change -> change.told(UserRegistered::email))
            .with("erased_at", "timestamptz", Change::erasedAt);
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    database.template().execute("truncate users.user_view");
  }

  @EventHandler
  void on(UserRegistered event, @SequenceNumber long number) {
    registered.add(event);
    if (number > 0) {
      registeredAgain.add(event);
      changed.add(new Change(event.userId(), event, null));
    }
  }

  @EventHandler
  void on(UserErased event) {
    changed.add(new Change(event.userId(), null, event.erasedAt()));
  }

  /** The table may lag a moment behind; the event store never does. */
  @QueryHandler
  Optional<UserView> handle(FindUser query) {
    return users
        .findById(query.userId())
        .map(UserRow::toView)
        .filter(user -> user.erasedAt() == null)
        .or(() -> read(query.userId()));
  }

  private Optional<UserView> read(UUID userId) {
    UserView user = null;
    for (DomainEventStream events = events(userId); events.hasNext(); ) {
      Object event = events.next().getPayload();
      if (event instanceof UserRegistered registration) {
        user = UserView.of(registration);
      } else if (event instanceof UserErased erasure && user != null) {
        user = user.erased(erasure.erasedAt());
      }
    }
    return Optional.ofNullable(user);
  }

  private DomainEventStream events(UUID userId) {
    return eventStore.readEvents(userId.toString(), 0);
  }

  @QueryHandler
  Optional<RegistrationView> handle(FindRegistration query) {
    RegistrationView last = null;
    for (DomainEventStream events = events(query.userId()); events.hasNext(); ) {
      DomainEventMessage<?> event = events.next();
      if (event.getPayload() instanceof UserRegistered) {
        last = new RegistrationView(event.getSequenceNumber(), false);
      } else if (event.getPayload() instanceof UserErased && last != null) {
        last = new RegistrationView(last.number(), true);
      }
    }
    return Optional.ofNullable(last);
  }

  @QueryHandler
  UserPage handle(FindUsers query) {
    UUID from = query.from();
    if (from != null) {
      List<UserRow> rows =
          users.findByUserIdGreaterThanEqualOrderByUserId(from, Limit.of(query.size()));
      return new UserPage(rows.stream().map(UserRow::toView).toList(), rows.size());
    }
    Page<UserRow> page = users.findAll(PageRequest.of(query.page(), query.size(), NEWEST_FIRST));
    return new UserPage(page.map(UserRow::toView).getContent(), page.getTotalElements());
  }
}
