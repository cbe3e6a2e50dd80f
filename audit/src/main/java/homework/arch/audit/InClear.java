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

  static Record without(UserRegistered e) {
    return e.with(without(e.name()), without(e.email()));
  }

  static Record without(NotificationSent e) {
    return e.kind() == NotificationKind.DIRECT
        ? e.with(without(e.subject()), without(e.text()))
        : e.with(e.subject(), e.text());
  }

  /** Of any row. */
  static Record without(Record row) {
    if (row instanceof UserView user) {
      return with(user, withoutAny(user.name()), withoutAny(user.email()));
    }
    if (row instanceof NotificationView mail) {
      return mail.kind() == NotificationKind.DIRECT
          ? mail.read(null, withoutAny(mail.subject()), withoutAny(mail.text()))
          : mail.read(null, mail.subject(), mail.text());
    }
    return row;
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
