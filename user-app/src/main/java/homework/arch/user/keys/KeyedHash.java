package homework.arch.user.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import homework.arch.user.domain.Mailbox;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A hash (HMAC-SHA-256) that nobody can make without its key: so a table of all likely names and
 * addresses is of no use to who has the hashes alone.
 */
public class KeyedHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  KeyedHash(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Of an e-mail address, the same for all spellings of it. */
  public String ofEmail(String email) {
    byte[] hash = of("email", Mailbox.of(email).spelling().getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /** Of what a caller has sent. */
  public byte[] ofBody(byte[] body) {
    return of("body", body);
  }

  private byte[] of(String what, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((what + " ").getBytes(UTF_8));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
