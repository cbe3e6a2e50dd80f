package homework.arch.user.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import homework.arch.api.billing.CloseAccount;
import homework.arch.api.order.FindOrderUnderWay;
import homework.arch.api.order.OrderView;
import homework.arch.api.user.FindRegistration;
import homework.arch.api.user.RegistrationView;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Problems;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Begins the erasure of a user by closing the account. What follows does so by itself, see the
 * package {@code process}.
 */
@RestController
@RequestMapping(path = "/users/{userId}", produces = APPLICATION_JSON_VALUE)
class ErasureController {

  private final CommandGateway commands;
  private final Answers answers;

  ErasureController(CommandGateway commands, Answers answers) {
    this.commands = commands;
    this.answers = answers;
  }

  @DeleteMapping
  CompletableFuture<ResponseEntity<Void>> erase(@PathVariable UUID userId, Caller caller) {
    caller.mustSee("user", userId);
    return answers
        .ifAny(new FindRegistration(userId), RegistrationView.class)
        .thenApply(found -> found.orElseThrow(() -> Problems.notFound("user", userId)))
        .thenCompose(
            registration ->
                registration.erased()
                    ? CompletableFuture.completedFuture(null)
                    : closeAccount(userId, registration.number()))
        .thenApply(closed -> ResponseEntity.accepted().build());
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
