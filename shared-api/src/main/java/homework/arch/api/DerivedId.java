package homework.arch.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids that are derived, never drawn: the same parts give the same id, so that a repeat is
 * recognised wherever it arrives.
 */
public final class DerivedId {

  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT_RFC = 0x8000000000000000L;

  private DerivedId() {}

  /** A UUID (version 8, RFC 9562) from the SHA-256 of the parts and their lengths. */
  public static UUID of(Object... parts) {
    MessageDigest sha256 = sha256();
    for (Object part : parts) {
      byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      sha256.update(bytes);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    return new UUID(
        (digest.getLong() & ~0xF000L) | VERSION_8, (digest.getLong() & ~(3L << 62)) | VARIANT_RFC);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
