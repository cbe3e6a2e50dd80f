package homework.arch.notification.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.notification.SendNotification;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Idempotency;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/notifications", produces = APPLICATION_JSON_VALUE)
class NotificationController {

  private final CommandGateway commands;
  private final Answers answers;
  private final Idempotency idempotency;

  NotificationController(
      CommandGateway commands, Answers answers, Idempotency notificationIdempotency) {
    this.commands = commands;
    this.answers = answers;
    this.idempotency = notificationIdempotency;
  }

  record Mail(
      @NotNull(message = "is missing") UUID userId,
      @Text(max = 200, singleLine = true) String subject,
      @Text(max = 10_000) String text) {}

  @PostMapping
  CompletableFuture<ResponseEntity<?>> send(
      @Valid @RequestBody Mail body, IdempotencyKey key, Caller caller) {
    caller.mustSee("user", body.userId());
    return idempotency.answer(
        key,
        body,
        notificationId ->
            commands
                .<NotificationSent>send(
                    new SendNotification(
                        notificationId,
                        body.userId(),
                        NotificationKind.DIRECT,
                        body.subject(),
                        body.text(),
                        null))
                .thenApply(
                    sent ->
                        ResponseEntity.status(HttpStatus.CREATED).body(NotificationView.of(sent))));
  }

  @GetMapping
  CompletableFuture<PageResponse<NotificationView>> list(
      @RequestParam(required = false) @Nullable UUID userId,
      @RequestParam(required = false) @Nullable UUID orderId,
      @Valid PageParameters page,
      Caller caller) {
    return caller.list(
        userId,
        page,
        whose ->
            answers.to(
                new FindNotifications(
                    whose, orderId, page.pageOrDefault(), page.sizeOrDefault(), null),
                NotificationPage.class));
  }
}
