package homework.arch.api.billing;

import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an account; handled by billing-app. */
public sealed interface AccountCommand
    permits OpenAccount, CloseAccount, DepositFunds, WithdrawFunds, DebitAccount, VoidPayment {

  UUID userId();

  @TargetAggregateIdentifier
  default String accountId() {
    return accountId(userId());
  }

  /** The id of a user's account: not the user's own, since one event store holds both. */
  static String accountId(UUID userId) {
    return "account-" + userId;
  }
}
