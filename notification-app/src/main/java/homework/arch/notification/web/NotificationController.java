package homework.arch.notification.web;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.notification.SendNotification;
import homework.arch.api.user.SealTexts;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.Texts;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.Problems;
import homework.arch.platform.web.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/notifications", produces = APPLICATION_JSON_VALUE)
class NotificationController {

  /** A message through Axon Server has at most 4 MB, a sealed mail up to 60 KB. */
  private static final int MAILS_AT_ONCE = 50;

  private final CommandGateway commands;
  private final Answers answers;
  private final ReadableMail readable;

  NotificationController(CommandGateway commands, Answers answers) {
    this.commands = commands;
    this.answers = answers;
    this.readable = new ReadableMail(answers);
  }

  record Mail(
      @NotNull(message = "is missing") UUID userId,
      @Text(max = 200, singleLine = true) String subject,
      @Text(max = 10_000) String text) {}

  /**
   * Nothing is kept for an {@link IdempotencyKey} but the mail itself, whose id is derived from it:
   * the body tells of a person.
   */
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<NotificationView> send(
      @Valid @RequestBody Mail body, IdempotencyKey key, Caller caller) {
    caller.mustSee("user", body.userId());
    UUID notificationId = key.derivedId();
    return answers
        .to(
            new SealTexts(TextOfUser.ofMail(body.userId(), body.subject(), body.text())),
            Texts.class)
        .thenCompose(
            texts -> {
              String subject = texts.texts().get(0);
              String text = texts.texts().get(1);
              if (subject == null || text == null) {
                throw Problems.notFound("user", body.userId());
              }
              return commands.<NotificationSent>send(
                  new SendNotification(
                      notificationId, body.userId(), NotificationKind.DIRECT, subject, text, null));
            })
        .thenCompose(sent -> readable.of(List.of(NotificationView.of(sent))))
        .thenApply(mails -> mails.get(0));
  }

  @GetMapping
  CompletableFuture<PageResponse<NotificationView>> list(
      @RequestParam(required = false) @Nullable UUID userId,
      @RequestParam(required = false) @Nullable UUID orderId,
      @Valid PageParameters page,
      Caller caller) {
    return caller.list(userId, page, whose -> mails(whose, orderId, page));
  }

  /** A page, put together from smaller ones if it may be too large for one answer. */
  private CompletableFuture<NotificationPage> mails(
      @Nullable UUID userId, @Nullable UUID orderId, PageParameters page) {
    int size = page.sizeOrDefault();
    int first = page.pageOrDefault() * size;
    int some = Math.min(size, MAILS_AT_ONCE);
    CompletableFuture<NotificationPage> all = completedFuture(new NotificationPage(List.of(), 0));
    for (int number = first / some; number * some < first + size; number++) {
      all =
          all.thenCombine(
              readable(new FindNotifications(userId, orderId, number, some, null)),
              (before, next) ->
                  new NotificationPage(
                      Stream.concat(before.content().stream(), next.content().stream()).toList(),
                      next.totalElements()));
    }
    return all.thenApply(
        found ->
            new NotificationPage(
                found.content().stream().skip(first % some).limit(size).distinct().toList(),
                found.totalElements()));
  }

  private CompletableFuture<NotificationPage> readable(FindNotifications query) {
    return answers
        .to(query, NotificationPage.class)
        .thenCompose(
            stored ->
                readable
                    .of(stored.content())
                    .thenApply(mails -> new NotificationPage(mails, stored.totalElements())));
  }
}
