package homework.arch.notification.web;

import static java.util.concurrent.CompletableFuture.completedFuture;

import homework.arch.api.Query;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.platform.axon.Answers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What mail says and where it goes, which user-app alone can tell. */
record ReadableMail(Answers answers) {

  /**
   * Fails if user-app is away.
   *
   * @param stored as much as one answer may hold
   */
  CompletableFuture<List<NotificationView>> of(List<NotificationView> stored) {
    List<UUID> users =
        stored.stream().filter(NotificationView::hadAddress).map(NotificationView::userId).toList();
    List<TextOfUser> sealed =
        stored.stream()
            .filter(ReadableMail::isSealed)
            .flatMap(mail -> texts(mail).stream())
            .toList();
    return answers(users, new FindAddresses(users))
        .thenCombine(
            answers(sealed, new OpenTexts(sealed)),
            (addresses, texts) -> readable(stored, addresses.iterator(), texts.iterator()));
  }

  private static boolean isSealed(NotificationView mail) {
    return mail.kind() == NotificationKind.DIRECT && !mail.wasForgotten();
  }

  private static List<TextOfUser> texts(NotificationView mail) {
    return TextOfUser.ofMail(
        mail.userId(), Objects.requireNonNull(mail.subject()), Objects.requireNonNull(mail.text()));
  }

  private CompletableFuture<List<@Nullable String>> answers(List<?> asked, Query<Texts> query) {
    return asked.isEmpty()
        ? completedFuture(List.of())
        : answers.to(query, Texts.class).thenApply(Texts::texts);
  }

  /** They come in the order in which they were asked for. */
  private static List<NotificationView> readable(
      List<NotificationView> stored,
      Iterator<@Nullable String> addresses,
      Iterator<@Nullable String> texts) {
    List<NotificationView> readable = new ArrayList<>();
    for (NotificationView mail : stored) {
      String address = mail.hadAddress() ? addresses.next() : null;
      readable.add(
          isSealed(mail)
              ? mail.read(address, texts.next(), texts.next())
              : mail.read(address, mail.subject(), mail.text()));
    }
    return readable;
  }
}
