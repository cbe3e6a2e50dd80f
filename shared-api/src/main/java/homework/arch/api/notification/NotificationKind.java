package homework.arch.api.notification;

public enum NotificationKind {
  ORDER_APPROVED,
  ORDER_REJECTED,
  ORDER_CANCELLED,
  DIRECT
}
