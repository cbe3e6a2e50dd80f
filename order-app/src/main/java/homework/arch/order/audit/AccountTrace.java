package homework.arch.order.audit;

import homework.arch.api.billing.OperationView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the events tell about one account. */
final class AccountTrace {

  /** What is on it by our own sums. */
  record Balance(UUID userId, BigDecimal balance) {

    static Balance of(UUID userId, long minorUnits) {
      return new Balance(userId, BigDecimal.valueOf(minorUnits, 2));
    }
  }

  @Nullable Instant openedAt;

  /** Our own sum, in minor units. */
  long sum;

  /** The first event whose balance is not ours, or that takes more than there is. */
  @Nullable String firstFault;

  /** In the order in which they happened. */
  final List<OperationView> operations = new ArrayList<>();

  int operationsAtTheMark;

  void fault(String sentence) {
    if (firstFault == null) {
      firstFault = sentence;
    }
  }
}
