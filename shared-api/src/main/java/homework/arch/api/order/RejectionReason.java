package homework.arch.api.order;

public enum RejectionReason {
  INSUFFICIENT_FUNDS,
  ACCOUNT_NOT_FOUND,
  PAYMENT_TIMEOUT
}
