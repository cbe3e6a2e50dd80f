package homework.arch.user.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import homework.arch.api.user.Sealed;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The key of one user: AES-GCM with 256 bits. What it has sealed is bound to the user and the
 * field.
 */
public final class UserKey {

  private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder FROM_TEXT = Base64.getUrlDecoder();

  private final UUID userId;
  private final Aead key;

  UserKey(UUID userId, byte[] key) {
    this.userId = userId;
    this.key = aead(key);
  }

  UUID userId() {
    return userId;
  }

  static Aead aead(byte[] key) {
    try {
      return new AesGcmJce(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * @param field what of the user it is; it opens as that alone
   */
  public String seal(String field, String text) {
    try {
      return Sealed.MARK + TO_TEXT.encodeToString(key.encrypt(text.getBytes(UTF_8), about(field)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A text cannot be sealed", e);
    }
  }

  /** Nothing if it was not sealed by this key, for this user and as this field. */
  Optional<String> open(String field, String sealed) {
    try {
      byte[] text = FROM_TEXT.decode(sealed.substring(Sealed.MARK.length()));
      return Optional.of(new String(key.decrypt(text, about(field)), UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] about(String field) {
    return (userId + " " + field).getBytes(UTF_8);
  }
}
