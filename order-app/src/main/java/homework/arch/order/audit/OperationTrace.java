package homework.arch.order.audit;

import homework.arch.api.Money;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationRecorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One operation on an account, as its own stream records it and as the account tells it. */
final class OperationTrace {

  /**
   * What happened to the account.
   *
   * @param accepted whether the money moved
   * @param balance none where the event tells none
   */
  record Told(
      UUID userId,
      OperationKind kind,
      Money amount,
      boolean accepted,
      @Nullable Money balance,
      Instant at) {

    boolean isSameAs(OperationRecorded recorded) {
      return userId.equals(recorded.userId())
          && kind == recorded.kind()
          && amount.equals(recorded.amount())
          && accepted == recorded.accepted()
          && (balance == null || balance.equals(recorded.balance()));
    }
  }

  final List<OperationRecorded> recorded = new ArrayList<>(1);
  final List<Told> told = new ArrayList<>(1);
}
