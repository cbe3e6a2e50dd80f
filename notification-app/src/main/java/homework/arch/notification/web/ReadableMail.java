package homework.arch.notification.web;

import static java.util.concurrent.CompletableFuture.completedFuture;

import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.user.FindAddresses;
import homework.arch.api.user.OpenTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.platform.axon.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What mail says and where it goes, which user-app alone can tell. */
record ReadableMail(Answers answers) {

  /** An answer through Axon Server has at most 4 MB, a text up to 40 KB. */
  private static final int TEXTS_AT_ONCE = 50;

  /** Fails if user-app is away. */
  CompletableFuture<List<NotificationView>> of(List<NotificationView> stored) {
    List<UUID> users =
        stored.stream()
            .filter(NotificationView::hadAddress)
            .map(NotificationView::userId)
            .distinct()
            .toList();
    List<TextOfUser> toOpen =
        stored.stream()
            .filter(ReadableMail::isSealed)
            .flatMap(mail -> Stream.of(subject(mail), text(mail)))
            .toList();
    return addresses(users)
        .thenCombine(
            opened(toOpen),
            (addresses, texts) ->
                stored.stream().map(mail -> readable(mail, addresses, texts)).toList());
  }

  private static NotificationView readable(
      NotificationView mail,
      Map<UUID, @Nullable String> addresses,
      Map<TextOfUser, @Nullable String> texts) {
    return mail.read(
        mail.hadAddress() ? addresses.get(mail.userId()) : null,
        isSealed(mail) ? texts.get(subject(mail)) : mail.subject(),
        isSealed(mail) ? texts.get(text(mail)) : mail.text());
  }

  private static boolean isSealed(NotificationView mail) {
    return mail.kind() == NotificationKind.DIRECT && !mail.wasForgotten();
  }

  private static TextOfUser subject(NotificationView mail) {
    return TextOfUser.subject(mail.userId(), Objects.requireNonNull(mail.subject()));
  }

  private static TextOfUser text(NotificationView mail) {
    return TextOfUser.text(mail.userId(), Objects.requireNonNull(mail.text()));
  }

  private CompletableFuture<Map<UUID, @Nullable String>> addresses(List<UUID> users) {
    return users.isEmpty()
        ? completedFuture(Map.of())
        : answers
            .to(new FindAddresses(users), Texts.class)
            .thenApply(found -> byKey(users, found.texts()));
  }

  private CompletableFuture<Map<TextOfUser, @Nullable String>> opened(List<TextOfUser> toOpen) {
    CompletableFuture<Map<TextOfUser, @Nullable String>> all = completedFuture(new HashMap<>());
    for (int from = 0; from < toOpen.size(); from += TEXTS_AT_ONCE) {
      List<TextOfUser> some =
          new ArrayList<>(toOpen.subList(from, Math.min(toOpen.size(), from + TEXTS_AT_ONCE)));
      all =
          all.thenCombine(
              answers.to(new OpenTexts(some), Texts.class),
              (texts, found) -> {
                texts.putAll(byKey(some, found.texts()));
                return texts;
              });
    }
    return all;
  }

  private static <K> Map<K, @Nullable String> byKey(List<K> keys, List<@Nullable String> texts) {
    Map<K, @Nullable String> byKey = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      byKey.put(keys.get(i), texts.get(i));
    }
    return byKey;
  }
}
