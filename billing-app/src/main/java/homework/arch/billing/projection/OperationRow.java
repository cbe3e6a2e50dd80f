package homework.arch.billing.projection;

import homework.arch.api.Money;
import homework.arch.api.billing.EntryView;
import homework.arch.api.billing.OperationKind;
import homework.arch.api.billing.OperationView;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(schema = "billing", name = "operation_view")
class OperationRow {

  @Id private UUID operationId;
  private UUID userId;
  private long sequence;

  @Enumerated(EnumType.STRING)
  private OperationKind kind;

  private long amount;
  private long balance;
  private @Nullable UUID orderId;
  private Instant at;

  protected OperationRow() {}

  EntryView toEntry() {
    return new EntryView(
        operationId, userId, sequence, kind, new Money(amount), new Money(balance), orderId, at);
  }

  OperationView toView() {
    return new OperationView(operationId, kind, new Money(amount), new Money(balance), orderId, at);
  }
}
