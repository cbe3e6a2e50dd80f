package homework.arch.billing.projection;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountView;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(schema = "billing", name = "account_view")
class AccountRow {

  @Id private UUID userId;
  private long balance;
  private Instant openedAt;
  private Instant updatedAt;
  private @Nullable Instant closedAt;

  protected AccountRow() {}

  AccountView toView(String currency) {
    return new AccountView(userId, new Money(balance), currency, openedAt, updatedAt, closedAt);
  }
}
