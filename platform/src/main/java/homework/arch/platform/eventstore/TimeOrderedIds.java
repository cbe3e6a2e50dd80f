package homework.arch.platform.eventstore;

import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/**
 * UUIDs of version 7 (RFC 9562): what is made together stands together in an index. Axon takes the
 * ids of its messages from here.
 */
public final class TimeOrderedIds extends IdentifierFactory {

  private static final long RANDOM_OF_HIGH = 0xFFFL;
  private static final long VERSION_7 = 0x7000L;

  public static UUID next() {
    UUID random = UUID.randomUUID();
    long high =
        System.currentTimeMillis() << 16
            | VERSION_7
            | (random.getMostSignificantBits() & RANDOM_OF_HIGH);
    return new UUID(high, random.getLeastSignificantBits());
  }

  @Override
  public String generateIdentifier() {
    return next().toString();
  }
}
