package homework.arch.user.projection;

import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.FindUser;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.Sealed;
import homework.arch.api.user.Texts;
import homework.arch.api.user.UserPage;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.processors.BatchedWrite;
import homework.arch.user.keys.UserKey;
import homework.arch.user.keys.UserKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
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

  private final UserRows users;
  private final EventStore eventStore;
  private final UserKeys keys;
  private final ProcessorDatabase database;

  private final BatchedWrite<UserRegistered> registered;

  UserProjection(UserRows users, EventStore eventStore, UserKeys keys, ProcessorDatabase database) {
    this.users = users;
    this.eventStore = eventStore;
    this.keys = keys;
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
    registered.add(sealed(event));
  }

  /** Events of earlier versions tell in clear what no table holds any more. */
  private UserRegistered sealed(UserRegistered event) {
    if (Sealed.is(event.name())) {
      return event;
    }
    Optional<UserKey> key = keys.make(event.userId());
    return event.with(
        key.map(k -> k.seal(UserKeys.NAME, event.name())).orElse(Sealed.MARK),
        key.map(k -> k.seal(UserKeys.EMAIL, event.email())).orElse(Sealed.MARK));
  }

  @QueryHandler
  Optional<UserView> handle(FindUser query) {
    return opened(stored(List.of(query.userId()))).stream().findFirst();
  }

  @QueryHandler
  Texts handle(FindAddresses query) {
    Map<UUID, @Nullable String> addresses = new HashMap<>();
    opened(stored(query.userIds())).forEach(user -> addresses.put(user.userId(), user.email()));
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

  /** The table may lag a moment behind; the event store never does. */
  private List<UserView> stored(List<UUID> userIds) {
    List<UserView> found =
        new ArrayList<>(users.findAllById(userIds).stream().map(UserRow::toView).toList());
    Set<UUID> missing = new LinkedHashSet<>(userIds);
    found.forEach(user -> missing.remove(user.userId()));
    missing.forEach(userId -> registration(userId).map(UserView::of).ifPresent(found::add));
    return found;
  }

  private Optional<UserRegistered> registration(UUID userId) {
    return eventStore
        .readEvents(userId.toString())
        .asStream()
        .map(Message::getPayload)
        .filter(UserRegistered.class::isInstance)
        .map(UserRegistered.class::cast)
        .findFirst();
  }

  private List<UserView> opened(List<UserView> stored) {
    Map<UUID, UserKey> keysOfUsers = keys.of(stored.stream().map(UserView::userId).toList());
    return stored.stream()
        .map(
            user ->
                new UserView(
                    user.userId(),
                    opened(keysOfUsers, user.userId(), UserKeys.NAME, user.name()),
                    opened(keysOfUsers, user.userId(), UserKeys.EMAIL, user.email()),
                    user.createdAt()))
        .toList();
  }

  private static @Nullable String opened(
      Map<UUID, UserKey> keys, UUID userId, String field, @Nullable String text) {
    return text == null ? null : UserKeys.open(keys, userId, field, text).orElse(null);
  }
}
