package homework.arch.billing.projection;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.AccountView;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(schema = "billing", name = "account_view")
class AccountRow {

  @Id private UUID userId;
  private long balance;
  private Instant openedAt;
  private Instant updatedAt;

  protected AccountRow() {}

  AccountRow(AccountOpened event) {
    userId = event.userId();
    openedAt = event.openedAt();
    updatedAt = event.openedAt();
  }

  void setBalance(Money newBalance, Instant at) {
    balance = newBalance.minorUnits();
    updatedAt = at;
  }

  AccountView toView(String currency) {
    return new AccountView(userId, new Money(balance), currency, openedAt, updatedAt);
  }
}
