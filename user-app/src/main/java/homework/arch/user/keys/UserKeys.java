package homework.arch.user.keys;

import com.google.crypto.tink.subtle.Random;
import homework.arch.api.user.Sealed;
import homework.arch.user.domain.PersonalData;
import homework.arch.user.keys.KeyEncryptionKeys.Wrapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys of the users, in the table {@code user_key}. Each statement is a transaction by itself:
 * a key is there before anything is sealed by it, and gone from the moment it is destroyed, in
 * every process.
 */
@Component
public class UserKeys implements PersonalData {

  private static final int KEY_BYTES = 32;

  private final JdbcClient jdbc;
  private final KeyEncryptionKeys keks;

  UserKeys(JdbcClient jdbc, KeyEncryptionKeys keks) {
    this.jdbc = jdbc;
    this.keks = keks;
  }

  /**
   * The key of a user, which is made if there never was one since the last erasure. That of before
   * is destroyed, if it is not yet. Nothing if an erasure since then has destroyed it.
   *
   * @param since the place in the user's stream behind the last erasure, or 0
   */
  public Optional<UserKey> make(UUID userId, long since) {
    Wrapped fresh = keks.wrap(Random.randBytes(KEY_BYTES), userId.toString());
    if (since > 0) {
      destroy(userId, since);
      jdbc.sql(
              """
              update users.user_key set wrapped = :wrapped, kek = :kek, is_used = false
              where user_id = :user and since = :since and wrapped is null""")
          .param("user", userId)
          .param("wrapped", fresh.key())
          .param("kek", fresh.kek())
          .param("since", since)
          .update();
    }
    // A key that is there is as good as new to UnusedKeys: a registration may be under way.
    return jdbc.sql(
            """
            insert into users.user_key (user_id, wrapped, kek) values (?, ?, ?)
            on conflict (user_id) do update set made_at = now() returning user_id, wrapped, kek""")
        .params(userId, fresh.key(), fresh.kek())
        .query((row, number) -> key(row))
        .single();
  }

  private Optional<UserKey> key(ResultSet row) throws SQLException {
    UUID userId = row.getObject("user_id", UUID.class);
    byte[] key = row.getBytes("wrapped");
    return key == null
        ? Optional.empty()
        : Optional.of(
            new UserKey(
                userId, keks.unwrap(new Wrapped(key, row.getString("kek")), userId.toString())));
  }

  /** The keys of those of these users who have one. They are not to be held on to. */
  public Map<UUID, UserKey> of(Collection<UUID> userIds) {
    if (userIds.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql("select user_id, wrapped, kek from users.user_key where user_id in (:users)")
        .param("users", userIds)
        .query((row, number) -> key(row))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .collect(Collectors.toMap(UserKey::userId, Function.identity()));
  }

  @Override
  public Optional<String> open(UUID userId, String field, String text) {
    return Optional.ofNullable(open(of(List.of(userId)), userId, field, text));
  }

  /**
   * Like {@link #open(UUID, String, String)}, for many texts; null if there is no text, or it
   * cannot be opened.
   *
   * @param keys those of the users
   */
  public static @Nullable String open(
      Map<UUID, UserKey> keys, UUID userId, String field, @Nullable String text) {
    if (text == null || !Sealed.is(text)) {
      return text;
    }
    UserKey key = keys.get(userId);
    return key == null ? null : key.open(field, text).orElse(null);
  }

  /**
   * Destroys a user's key. From then on nobody makes one for this user that is not for a later
   * registration. Twice is once, however late.
   *
   * @param since the place in the user's stream behind the erasure
   */
  public void destroy(UUID userId, long since) {
    jdbc.sql(
            """
            insert into users.user_key as k (user_id, since, is_used) values (?, ?, true)
            on conflict (user_id) do update
            set wrapped = null, kek = null, since = excluded.since, is_used = true
            where k.since < excluded.since""")
        .params(userId, since)
        .update();
  }
}
