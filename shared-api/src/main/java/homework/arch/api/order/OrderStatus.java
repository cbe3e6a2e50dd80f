package homework.arch.api.order;

public enum OrderStatus {
  PENDING,
  APPROVED,
  REJECTED,
  CANCELLED;

  public boolean isDecided() {
    return this != PENDING;
  }
}
