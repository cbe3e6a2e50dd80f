package homework.arch.api.billing;

public enum OperationKind {
  DEPOSIT,
  WITHDRAWAL,
  ORDER_PAYMENT,
  ORDER_REFUND
}
