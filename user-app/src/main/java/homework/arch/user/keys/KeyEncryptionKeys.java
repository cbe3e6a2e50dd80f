package homework.arch.user.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that other keys are wrapped by, each known by a mark that tells nothing of it. The first
 * wraps; all unwrap, so that the next one can be brought in before the last one is taken away.
 */
final class KeyEncryptionKeys {

  private static final int MARK_BYTES = 8;

  /**
   * A key as it is stored.
   *
   * @param kek the mark of the key that it is wrapped by
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Wrapped(byte[] key, String kek) {}

  private final Map<String, Aead> keks = new LinkedHashMap<>();
  private final String first;

  /**
   * @param keks of 32 bytes each, at least one
   */
  KeyEncryptionKeys(List<byte[]> keks) {
    keks.forEach(kek -> this.keks.put(mark(kek), UserKey.aead(kek)));
    first = mark(keks.get(0));
  }

  /** The mark of the key that wraps. */
  String first() {
    return first;
  }

  boolean has(String mark) {
    return keks.containsKey(mark);
  }

  /**
   * @param about what the key is for; it is unwrapped as that alone
   */
  Wrapped wrap(byte[] key, String about) {
    try {
      return new Wrapped(kek(first).encrypt(key, about.getBytes(UTF_8)), first);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key cannot be wrapped", e);
    }
  }

  byte[] unwrap(Wrapped wrapped, String about) {
    try {
      return kek(wrapped.kek()).decrypt(wrapped.key(), about.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key of %s is damaged".formatted(about), e);
    }
  }

  private Aead kek(String mark) {
    Aead kek = keks.get(mark);
    if (kek == null) {
      throw new IllegalStateException(
          "The key-encryption key %s is not in arch.personal-data.keks".formatted(mark));
    }
    return kek;
  }

  static String mark(byte[] kek) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(kek);
      return HexFormat.of().formatHex(digest, 0, MARK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
