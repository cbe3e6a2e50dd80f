package homework.arch.api.order;

public enum OrderStatus {
  PENDING,
  APPROVED,
  REJECTED,
  CANCELLED;

  public boolean isDecided() {
    return this != PENDING;
  }

  /** Nothing comes after it; an approved order can still be cancelled. */
  public boolean isFinal() {
    return this == REJECTED || this == CANCELLED;
  }
}
