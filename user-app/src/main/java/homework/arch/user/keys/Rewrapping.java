package homework.arch.user.keys;

import homework.arch.user.keys.KeyEncryptionKeys.Wrapped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Wraps all keys by the first key-encryption key, some at a time: what is done is done, and the
 * next call goes on with the others. The keys themselves stay as they are, and so does all that
 * they have sealed.
 */
@Component
record Rewrapping(JdbcTemplate jdbc, KeyEncryptionKeys keks) {

  private static final int AT_ONCE = 1_000;

  /** That of the stored key-encryption key, as {@link KeyEncryptionKeys#mark} makes it. */
  private static final String MARK = "encode(substring(sha256(s.key) for 8), 'hex')";

  /** How many keys are wrapped by each key-encryption key, by its mark. */
  Map<String, Long> byKek() {
    Map<String, Long> count = new TreeMap<>();
    jdbc.query(
        """
        select kek, count(*) from (
          select kek from users.user_key where kek is not null
          union all select kek from users.hash_key) as key
        group by kek""",
        row -> {
          count.put(row.getString(1), row.getLong(2));
        });
    return count;
  }

  /** Returns how many were wrapped by another one. */
  long rewrap() {
    long rewrapped = rewrap("users.hash_key", "'" + KeyConfiguration.HASH_KEY + "'");
    long some;
    do {
      some = rewrap("users.user_key", "user_id::text");
      rewrapped += some;
    } while (some > 0);
    jdbc.update(
        """
        delete from users.stored_kek s
        where not exists (select from users.user_key k where k.kek = %1$s)
          and not exists (select from users.hash_key k where k.kek = %1$s)"""
            .formatted(MARK));
    return rewrapped;
  }

  /** A key that is destroyed meanwhile stays destroyed. */
  private int rewrap(String table, String about) {
    List<Object[]> changes =
        jdbc.query(
            "select %2$s, wrapped, kek from %1$s where kek <> ? limit ?".formatted(table, about),
            (row, number) -> {
              String of = row.getString(1);
              byte[] before = row.getBytes(2);
              Wrapped fresh = keks.wrap(keks.unwrap(new Wrapped(before, row.getString(3)), of), of);
              return new Object[] {fresh.key(), fresh.kek(), of, before};
            },
            keks.first(),
            AT_ONCE);
    jdbc.batchUpdate(
        "update %s set wrapped = ?, kek = ? where %s = ? and wrapped = ?".formatted(table, about),
        changes);
    return changes.size();
  }
}
