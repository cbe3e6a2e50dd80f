package homework.arch.user.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import homework.arch.api.user.FindUser;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.UserPage;
import homework.arch.api.user.UserRegistered;
import homework.arch.api.user.UserView;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Idempotency;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.Problems;
import homework.arch.platform.web.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/users", produces = APPLICATION_JSON_VALUE)
class UserController {

  private final CommandGateway commands;
  private final Answers answers;
  private final Idempotency idempotency;

  UserController(CommandGateway commands, Answers answers, Idempotency userIdempotency) {
    this.commands = commands;
    this.answers = answers;
    this.idempotency = userIdempotency;
  }

  record Registration(
      @Text(max = 200) String name,
      @Text(max = 254, singleLine = true) @Email(message = "is not an e-mail address")
          String email) {}

  @PostMapping
  CompletableFuture<ResponseEntity<?>> register(
      @Valid @RequestBody Registration body, IdempotencyKey key, Caller caller) {
    UUID own = caller.userId();
    return idempotency.answer(
        key, body, userId -> own == null ? register(userId, body) : registerOnce(own, body));
  }

  private CompletableFuture<ResponseEntity<?>> register(UUID userId, Registration body) {
    return commands
        .<UserRegistered>send(new RegisterUser(userId, body.name(), body.email()))
        .thenApply(
            user -> ResponseEntity.created(URI.create("/users/" + userId)).body(UserView.of(user)));
  }

  /**
   * The user that a token's subject is. Who is registered already, perhaps a moment ago by a
   * request of the same moment, gets himself, whatever the body says.
   */
  private CompletableFuture<ResponseEntity<?>> registerOnce(UUID userId, Registration body) {
    return registered(userId)
        .thenCompose(
            user ->
                user.isPresent()
                    ? CompletableFuture.<ResponseEntity<?>>completedFuture(
                        ResponseEntity.ok(user.get()))
                    : register(userId, body))
        .exceptionallyCompose(
            failure ->
                registered(userId)
                    .thenApply(
                        user ->
                            ResponseEntity.ok(
                                user.orElseThrow(() -> new CompletionException(failure)))));
  }

  private CompletableFuture<Optional<UserView>> registered(UUID userId) {
    return answers.ifAny(new FindUser(userId), UserView.class);
  }

  @GetMapping("/{userId}")
  CompletableFuture<UserView> find(@PathVariable UUID userId, Caller caller) {
    caller.mustSee("user", userId);
    return registered(userId)
        .thenApply(user -> user.orElseThrow(() -> Problems.notFound("user", userId)));
  }

  @GetMapping
  CompletableFuture<PageResponse<UserView>> list(@Valid PageParameters page, Caller caller) {
    return caller.list(
        null,
        page,
        whose ->
            whose == null
                ? answers.to(
                    new FindUsers(page.pageOrDefault(), page.sizeOrDefault(), null), UserPage.class)
                : registered(whose)
                    .thenApply(
                        user ->
                            new UserPage(
                                page.pageOrDefault() == 0 ? user.stream().toList() : List.of(),
                                user.isPresent() ? 1 : 0)));
  }
}
