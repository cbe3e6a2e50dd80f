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

/**
 * The keys of the users, in the table {@code user_key}. Each statement is a transaction by itself:
 * a key is there before anything is sealed by it, and gone from the moment it is destroyed, in
 * every process.
 */
public class UserKeys implements PersonalData {

  private static final int KEY_BYTES = 32;

  private final JdbcClient jdbc;
  private final KeyEncryptionKeys keks;

  UserKeys(JdbcClient jdbc, KeyEncryptionKeys keks) {
    this.jdbc = jdbc;
    this.keks = keks;
  }

  /** The key of a user, which is made if there never was one. Nothing if it was destroyed. */
  public Optional<UserKey> make(UUID userId) {
    Wrapped fresh = keks.wrap(Random.randBytes(KEY_BYTES), userId.toString());
    // A key that is there is as good as new to UnusedKeys: a registration may be under way.
    return jdbc.sql(
            """
            insert into users.user_key (user_id, wrapped, kek) values (:user, :wrapped, :kek)
            on conflict (user_id) do update set made_at = now() returning user_id, wrapped, kek""")
        .param("user", userId)
        .param("wrapped", fresh.key())
        .param("kek", fresh.kek())
        .query((row, number) -> key(row))
        .single();
  }

  /**
   * The key for a registration that follows an erasure. That of before is destroyed, if it is not
   * yet.
   *
   * @param erasure the place of the erasure in the user's stream
   */
  public Optional<UserKey> makeAnew(UUID userId, long erasure) {
    destroy(userId, erasure);
    Wrapped fresh = keks.wrap(Random.randBytes(KEY_BYTES), userId.toString());
    jdbc.sql(
            """
            update users.user_key set wrapped = :wrapped, kek = :kek, is_used = false
            where user_id = :user and since = :since and wrapped is null""")
        .param("user", userId)
        .param("wrapped", fresh.key())
        .param("kek", fresh.kek())
        .param("since", erasure + 1)
        .update();
    return make(userId);
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
    return Sealed.is(text) ? open(of(List.of(userId)), userId, field, text) : Optional.of(text);
  }

  /**
   * Like {@link #open(UUID, String, String)}, for many texts.
   *
   * @param keys those of the users
   */
  public static Optional<String> open(
      Map<UUID, UserKey> keys, UUID userId, String field, String text) {
    return Sealed.is(text)
        ? Optional.ofNullable(keys.get(userId)).flatMap(key -> key.open(field, text))
        : Optional.of(text);
  }

  /** The same for a text that may be missing; null if there is none, or it cannot be opened. */
  public static @Nullable String readable(
      Map<UUID, UserKey> keys, UUID userId, String field, @Nullable String text) {
    return text == null ? null : open(keys, userId, field, text).orElse(null);
  }

  /**
   * Destroys a user's key. From then on nobody makes one for this user that is not for a later
   * registration. Twice is once, however late.
   *
   * @param erasure the place of the erasure in the user's stream
   */
  public void destroy(UUID userId, long erasure) {
    jdbc.sql(
            """
            insert into users.user_key as k (user_id, since, is_used) values (:user, :since, true)
            on conflict (user_id) do update
            set wrapped = null, kek = null, since = excluded.since, is_used = true
            where k.since < excluded.since""")
        .param("user", userId)
        .param("since", erasure + 1)
        .update();
  }
}
