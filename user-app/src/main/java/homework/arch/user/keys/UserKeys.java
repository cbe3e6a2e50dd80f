package homework.arch.user.keys;

import com.google.crypto.tink.subtle.Random;
import homework.arch.api.user.Sealed;
import homework.arch.user.domain.PersonalData;
import homework.arch.user.keys.KeyEncryptionKeys.Wrapped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

  /**
   * The key of a user who was never erased, which is made if there is none. Nothing if the user was
   * erased after all.
   */
  public Optional<UserKey> make(UUID userId) {
    return make(userId, 0);
  }

  /**
   * The key of a user, which is made if there is none, or only one of before an erasure.
   *
   * @param since the place in the user's stream from which on it is the key: that behind the last
   *     erasure, or 0
   */
  public Optional<UserKey> make(UUID userId, long since) {
    byte[] key = Random.randBytes(KEY_BYTES);
    Wrapped wrapped = keks.wrap(key, userId.toString());
    boolean isNew =
        jdbc.sql(
                    """
                    insert into users.user_key as k (user_id, wrapped, kek, since)
                    values (:user, :wrapped, :kek, :since)
                    on conflict (user_id) do update
                    set wrapped = excluded.wrapped, kek = excluded.kek, since = excluded.since,
                      made_at = now(), is_used = false
                    where k.since < excluded.since
                      or (k.since = excluded.since and k.since > 0 and k.wrapped is null)""")
                .param("user", userId)
                .param("wrapped", wrapped.key())
                .param("kek", wrapped.kek())
                .param("since", since)
                .update()
            == 1;
    return isNew
        ? Optional.of(new UserKey(userId, key))
        : Optional.ofNullable(of(List.of(userId)).get(userId));
  }

  /** The keys of those of these users who have one. They are not to be held on to. */
  public Map<UUID, UserKey> of(Collection<UUID> userIds) {
    Map<UUID, UserKey> keys = new HashMap<>();
    if (!userIds.isEmpty()) {
      jdbc.sql(
              """
              select user_id, wrapped, kek from users.user_key
              where user_id in (:users) and wrapped is not null""")
          .param("users", userIds)
          .query(
              row -> {
                UUID userId = row.getObject("user_id", UUID.class);
                Wrapped wrapped = new Wrapped(row.getBytes("wrapped"), row.getString("kek"));
                keys.put(userId, new UserKey(userId, keks.unwrap(wrapped, userId.toString())));
              });
    }
    return keys;
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
