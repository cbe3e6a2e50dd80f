package homework.arch.user.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import homework.arch.api.billing.CloseAccount;
import homework.arch.api.order.FindOrderUnderWay;
import homework.arch.api.order.OrderView;
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
import homework.arch.user.keys.KeyedHash;
import homework.arch.user.keys.Registrations;
import homework.arch.user.keys.Registrations.Last;
import homework.arch.user.keys.UserKey;
import homework.arch.user.keys.UserKeys;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
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
  private final UserKeys keys;
  private final Registrations registrations;
  private final KeyedHash hash;

  UserController(
      CommandGateway commands,
      Answers answers,
      Idempotency userIdempotency,
      UserKeys keys,
      Registrations registrations,
      KeyedHash hash) {
    this.commands = commands;
    this.answers = answers;
    this.idempotency = userIdempotency;
    this.keys = keys;
    this.registrations = registrations;
    this.hash = hash;
  }

  record Registration(
      @Text(max = 200) String name,
      @Text(max = 254, singleLine = true) @Email(message = "is not an e-mail address")
          String email) {}

  @PostMapping
  CompletableFuture<ResponseEntity<?>> register(
      @Valid @RequestBody Registration body, IdempotencyKey key, Caller caller) {
    UUID own = caller.userId();
    return idempotency.answerAboutPerson(
        key,
        body,
        userId -> own == null ? register(userId, body) : registerOnce(own, body),
        hash::ofBody,
        userId -> find(own == null ? userId : own, caller));
  }

  private CompletableFuture<ResponseEntity<?>> register(UUID userId, Registration body) {
    return commands
        .<UserRegistered>send(sealed(userId, body))
        .thenApply(
            user ->
                ResponseEntity.created(URI.create("/users/" + userId))
                    .body(
                        new UserView(
                            userId, body.name(), body.email(), user.registeredAt(), null)));
  }

  /** Nothing that leaves this process tells of the person, but to who has the key. */
  private RegisterUser sealed(UUID userId, Registration body) {
    long since = registrations.last(userId).map(Last::since).orElse(0L);
    UserKey key =
        keys.make(userId, since)
            .orElseThrow(() -> new ConcurrencyException("The user was erased a moment ago."));
    return new RegisterUser(
        userId,
        key.seal(UserKeys.NAME, body.name()),
        key.seal(UserKeys.EMAIL, body.email()),
        hash.ofEmail(body.email()),
        since);
  }

  /**
   * The user that a token's subject is. Who is registered already, perhaps a moment ago by a
   * request of the same moment, gets himself, whatever the body says; who was erased is registered
   * anew.
   */
  private CompletableFuture<ResponseEntity<?>> registerOnce(UUID userId, Registration body) {
    if (isRegistered(userId)) {
      return find(userId).thenApply(ResponseEntity::ok);
    }
    return CompletableFuture.completedFuture(body)
        .thenCompose(asked -> register(userId, asked)) // which may fail before there is a future
        .exceptionallyCompose(
            failure ->
                isRegistered(userId)
                    ? find(userId).thenApply(ResponseEntity::ok)
                    : CompletableFuture.failedFuture(failure));
  }

  private boolean isRegistered(UUID userId) {
    return registrations.last(userId).filter(last -> last.user().erasedAt() == null).isPresent();
  }

  private CompletableFuture<Optional<UserView>> registered(UUID userId) {
    return answers.ifAny(new FindUser(userId), UserView.class);
  }

  @GetMapping("/{userId}")
  CompletableFuture<UserView> find(@PathVariable UUID userId, Caller caller) {
    caller.mustSee("user", userId);
    return find(userId);
  }

  private CompletableFuture<UserView> find(UUID userId) {
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

  /**
   * Begins the erasure of a user by closing the account. What follows does so by itself, see the
   * package {@code process}.
   */
  @DeleteMapping("/{userId}")
  CompletableFuture<ResponseEntity<Void>> erase(@PathVariable UUID userId, Caller caller) {
    caller.mustSee("user", userId);
    Last registration =
        registrations.last(userId).orElseThrow(() -> Problems.notFound("user", userId));
    CompletableFuture<Void> closed =
        registration.user().erasedAt() == null
            ? closeAccount(userId, registration.number())
            : CompletableFuture.completedFuture(null);
    return closed.thenApply(done -> ResponseEntity.accepted().build());
  }

  /**
   * The account says what stands in the way, unless it is closed already. An order that is placed
   * between the question and the command finds no account, and is rejected: the question spares
   * callers that, and keeps no money right.
   */
  private CompletableFuture<Void> closeAccount(UUID userId, long registration) {
    return answers
        .ifAny(new FindOrderUnderWay(userId), OrderView.class)
        .thenCompose(
            order ->
                commands.send(
                    new CloseAccount(
                        userId, registration, order.map(OrderView::orderId).orElse(null))));
  }
}
