package homework.arch.api.notification;

public enum NotificationStatus {
  /** Kept in the database: nothing leaves, which is the default, or it has not left yet. */
  STORED,
  /** The mail server has taken it. */
  SENT,
  FAILED
}
