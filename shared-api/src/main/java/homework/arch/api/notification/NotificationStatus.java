package homework.arch.api.notification;

public enum NotificationStatus {
  /** Kept in the database, nothing leaves: the default. */
  STORED,
  SENT,
  FAILED
}
