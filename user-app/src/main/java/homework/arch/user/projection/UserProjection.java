package homework.arch.user.projection;

import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.FindUser;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.Sealed;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserErased;
import homework.arch.api.user.UserPage;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import homework.arch.user.keys.Registrations;
import homework.arch.user.keys.Registrations.Last;
import homework.arch.user.keys.UserKey;
import homework.arch.user.keys.UserKeys;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
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

  /** Who a known user is from now on: nobody, if erased. */
  private record Change(
      UUID userId, @Nullable String name, @Nullable String email, @Nullable Instant erasedAt) {}

  private final UserRows users;
  private final Registrations registrations;
  private final UserKeys keys;
  private final ProcessorDatabase database;

  private final BatchedWrite<UserRegistered> registered;
  private final BatchedWrite<UserRegistered> registeredAgain;
  private final BatchedWrite<Change> changed;

  UserProjection(
      UserRows users, Registrations registrations, UserKeys keys, ProcessorDatabase database) {
    this.users = users;
    this.registrations = registrations;
    this.keys = keys;
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
            .with("name", "text", Change::name)
            .with("email", "text", Change::email)
            .with("erased_at", "timestamptz", Change::erasedAt);
  }

  /** At the beginning of a replay. */
  @ResetHandler
  void reset() {
    database.template().execute("truncate users.user_view");
  }

  @EventHandler
  void on(UserRegistered event, @SequenceNumber long number) {
    UserRegistered stored = sealed(event);
    registered.add(stored);
    if (number > 0) {
      registeredAgain.add(stored);
      changed.add(new Change(event.userId(), stored.name(), stored.email(), null));
    }
  }

  @EventHandler
  void on(UserErased event) {
    changed.add(new Change(event.userId(), null, null, event.erasedAt()));
  }

  /** Events of earlier versions tell in clear what no table holds any more. */
  private UserRegistered sealed(UserRegistered event) {
    if (Sealed.is(event.name())) {
      return event;
    }
    Optional<UserKey> key = keys.make(event.userId(), 0);
    return event.with(
        key.map(k -> k.seal(UserKeys.NAME, event.name())).orElse(Sealed.MARK),
        key.map(k -> k.seal(UserKeys.EMAIL, event.email())).orElse(Sealed.MARK));
  }

  /**
   * The table may lag a moment behind; the event store never does. Who cannot be read by the table
   * may have been registered again since.
   */
  @QueryHandler
  Optional<UserView> handle(FindUser query) {
    return users
        .findById(query.userId())
        .map(row -> opened(row.toView()))
        .filter(user -> user.email() != null)
        .or(() -> registrations.last(query.userId()).map(last -> opened(last.user())));
  }

  /** By the events alone: nothing is sent to who was erased a moment ago. */
  @QueryHandler
  Texts handle(FindAddresses query) {
    List<UserView> registered =
        query.userIds().stream()
            .distinct()
            .flatMap(userId -> registrations.last(userId).stream())
            .map(Last::user)
            .toList();
    Map<UUID, @Nullable String> addresses = new HashMap<>();
    opened(registered).forEach(user -> addresses.put(user.userId(), user.email()));
    return new Texts(query.userIds().stream().<@Nullable String>map(addresses::get).toList());
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
    return new UserPage(opened(page.map(UserRow::toView).getContent()), page.getTotalElements());
  }

  private UserView opened(UserView stored) {
    return opened(List.of(stored)).get(0);
  }

  private List<UserView> opened(List<UserView> stored) {
    Map<UUID, UserKey> keysOfUsers = keys.of(stored.stream().map(UserView::userId).toList());
    return stored.stream()
        .map(
            user ->
                new UserView(
                    user.userId(),
                    UserKeys.open(keysOfUsers, user.userId(), UserKeys.NAME, user.name()),
                    UserKeys.open(keysOfUsers, user.userId(), UserKeys.EMAIL, user.email()),
                    user.createdAt(),
                    user.erasedAt()))
        .toList();
  }
}
