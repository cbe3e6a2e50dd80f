package homework.arch.audit;

import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.user.Sealed;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import org.jspecify.annotations.Nullable;

/**
 * What earlier versions have stored in clear of a person, which no file of an audit shall tell.
 * That it is there is all that is looked at: a replay has sealed it in the read model, and in the
 * event it is as it was. What is sealed is compared as it is.
 */
final class InClear {

  private static final String TEXT = "(in clear)";

  private InClear() {}

  /** Of any event or row. */
  static Object without(Object told) {
    if (told instanceof UserRegistered event) {
      return event.with(without(event.name()), without(event.email()));
    }
    if (told instanceof UserView row) {
      return with(row, withoutAny(row.name()), withoutAny(row.email()));
    }
    if (told instanceof NotificationSent event) {
      return event.kind() == NotificationKind.DIRECT
          ? event.with(without(event.subject()), without(event.text()))
          : event.with(event.subject(), event.text());
    }
    if (told instanceof NotificationView row) {
      return row.kind() == NotificationKind.DIRECT
          ? row.read(null, withoutAny(row.subject()), withoutAny(row.text()))
          : row.read(null, row.subject(), row.text());
    }
    return told;
  }

  /** The row, as it is to be compared with what the events tell. */
  static UserView comparable(UserView row, @Nullable UserView told) {
    return told != null && TEXT.equals(told.name()) && row.name() != null
        ? with(row, TEXT, row.email() == null ? null : TEXT)
        : row;
  }

  static NotificationView comparable(NotificationView row, @Nullable NotificationView told) {
    return told != null && TEXT.equals(told.subject()) && row.subject() != null
        ? row.read(null, TEXT, TEXT)
        : row;
  }

  private static UserView with(UserView user, @Nullable String name, @Nullable String email) {
    return new UserView(user.userId(), name, email, user.createdAt(), user.erasedAt());
  }

  private static @Nullable String withoutAny(@Nullable String text) {
    return text == null ? null : without(text);
  }

  private static String without(String text) {
    return Sealed.is(text) ? text : TEXT;
  }
}
