package homework.arch.user.projection;

import homework.arch.api.user.FindUser;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.UserPage;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.axonframework.queryhandling.QueryHandler;
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

  private final UserRows users;
  private final EventStore eventStore;
  private final ProcessorDatabase database;

  private final BatchedWrite<UserRegistered> registered;

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
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    database.template().execute("truncate users.user_view");
  }

  @EventHandler
  void on(UserRegistered event) {
    registered.add(event);
  }

  /** The table may lag a moment behind; the event store never does. */
  @QueryHandler
  Optional<UserView> handle(FindUser query) {
    return users
        .findById(query.userId())
        .map(UserRow::toView)
        .or(
            () ->
                eventStore
                    .readEvents(query.userId().toString())
                    .asStream()
                    .map(Message::getPayload)
                    .filter(UserRegistered.class::isInstance)
                    .map(event -> UserView.of((UserRegistered) event))
                    .findFirst());
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
