package homework.arch.user.keys;

import com.google.crypto.tink.subtle.Random;
import homework.arch.platform.startup.CannotStartException;
import homework.arch.user.keys.KeyEncryptionKeys.Wrapped;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the keys come from. A service that cannot unwrap them does not start. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

  private static final Logger log = LoggerFactory.getLogger(KeyConfiguration.class);

  private static final int KEY_BYTES = 32;
  static final String HASH_KEY = "hash";

  /** That which is kept in the database unwraps still what it has wrapped. */
  @Bean
  KeyEncryptionKeys keyEncryptionKeys(
      JdbcClient jdbc,
      @Value("${arch.personal-data.keks}") List<String> settings,
      @Value("${axon.axonserver.enabled:true}") boolean isDistributed) {
    List<byte[]> keks = new ArrayList<>();
    settings.stream().filter(kek -> !kek.isBlank()).forEach(kek -> keks.add(kek(kek.strip())));
    if (keks.isEmpty()) {
      jdbc.sql(
              """
              insert into users.stored_kek (key)
              select ? where not exists (select from users.hash_key) on conflict do nothing""")
          .param(Random.randBytes(KEY_BYTES))
          .update();
    }
    boolean isSet = !keks.isEmpty();
    keks.addAll(jdbc.sql("select key from users.stored_kek").query(byte[].class).list());
    if (keks.isEmpty()) {
      throw new CannotStartException(
          "arch.personal-data.keks is not set, and the keys in the table users.hash_key are wrapped by one of them.");
    }
    if (!isSet) {
      log.atLevel(isDistributed ? Level.WARN : Level.INFO)
          .log(
              "arch.personal-data.keks is not set: the key that protects the keys of the users is kept beside them");
    }
    return new KeyEncryptionKeys(keks);
  }

  private static byte[] kek(String text) {
    try {
      byte[] kek = Base64.getDecoder().decode(text);
      if (kek.length == KEY_BYTES) {
        return kek;
      }
    } catch (IllegalArgumentException e) {
      // Told below, and not with the cause, which may have the key in it.
    }
    throw new CannotStartException(
        "arch.personal-data.keks must be a list of keys of 32 bytes in Base64, as \"openssl rand -base64 32\" gives.");
  }

  @Bean
  KeyedHash keyedHash(JdbcClient jdbc, KeyEncryptionKeys keks, Rewrapping rewrapping) {
    Wrapped fresh = keks.wrap(Random.randBytes(KEY_BYTES), HASH_KEY);
    jdbc.sql("insert into users.hash_key (wrapped, kek) values (?, ?) on conflict do nothing")
        .params(fresh.key(), fresh.kek())
        .update();
    Wrapped wrapped =
        jdbc.sql("select wrapped, kek from users.hash_key")
            .query((row, number) -> new Wrapped(row.getBytes("wrapped"), row.getString("kek")))
            .single();
    String missing =
        rewrapping.byKek().keySet().stream()
            .filter(kek -> !keks.has(kek))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new CannotStartException(
          "arch.personal-data.keks lacks %s, by which keys in the schema users are wrapped."
              .formatted(missing));
    }
    return new KeyedHash(keks.unwrap(wrapped, HASH_KEY));
  }
}
