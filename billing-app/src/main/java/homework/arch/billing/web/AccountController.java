package homework.arch.billing.web;

import static homework.arch.platform.web.ProblemType.INSUFFICIENT_FUNDS;
import static homework.arch.platform.web.ProblemType.NOT_FOUND;
import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import homework.arch.api.Money;
import homework.arch.api.billing.AccountCommand;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.DepositFunds;
import homework.arch.api.billing.FindAccount;
import homework.arch.api.billing.FindOperations;
import homework.arch.api.billing.OperationPage;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.OperationView;
import homework.arch.api.billing.WithdrawFunds;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.openapi.Creates;
import homework.arch.platform.openapi.Refuses;
import homework.arch.platform.web.Idempotency;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/accounts/{userId}", produces = APPLICATION_JSON_VALUE)
@Tag(name = "accounts", description = "What users have paid in, and what is left of it")
class AccountController {

  private final CommandGateway commands;
  private final Answers answers;
  private final Idempotency idempotency;

  AccountController(CommandGateway commands, Answers answers, Idempotency billingIdempotency) {
    this.commands = commands;
    this.answers = answers;
    this.idempotency = billingIdempotency;
  }

  record Amount(@NotNull(message = "is missing") Money amount) {}

  @GetMapping
  @Operation(
      operationId = "findAccount",
      summary = "See a user's account",
      description = "It is opened a moment after the user is registered.")
  @Refuses(NOT_FOUND)
  CompletableFuture<AccountView> find(@PathVariable UUID userId) {
    return answers
        .ifAny(new FindAccount(userId), AccountView.class)
        .thenApply(account -> account.orElseThrow(() -> Problems.notFound("account", userId)));
  }

  @PostMapping("/deposits")
  @Operation(
      operationId = "depositFunds",
      summary = "Put money on an account",
      description = "The balance in the answer is the one after this operation.")
  @Creates(OperationView.class)
  @Refuses(NOT_FOUND)
  CompletableFuture<ResponseEntity<?>> deposit(
      @PathVariable UUID userId, @Valid @RequestBody Amount body, IdempotencyKey key) {
    return move(key, body, operationId -> new DepositFunds(operationId, userId, body.amount()));
  }

  @PostMapping("/withdrawals")
  @Operation(
      operationId = "withdrawFunds",
      summary = "Take money off an account",
      description =
          "The balance in the answer is the one after this operation. It never falls below zero.")
  @Creates(OperationView.class)
  @Refuses({NOT_FOUND, INSUFFICIENT_FUNDS})
  CompletableFuture<ResponseEntity<?>> withdraw(
      @PathVariable UUID userId, @Valid @RequestBody Amount body, IdempotencyKey key) {
    return move(key, body, operationId -> new WithdrawFunds(operationId, userId, body.amount()));
  }

  private CompletableFuture<ResponseEntity<?>> move(
      IdempotencyKey key, Amount body, Function<UUID, AccountCommand> command) {
    return idempotency.answer(
        key,
        body,
        operationId ->
            commands
                .<OperationRecorded>send(command.apply(operationId))
                .thenApply(AccountController::response));
  }

  private static ResponseEntity<?> response(OperationRecorded operation) {
    return operation.accepted()
        ? ResponseEntity.status(HttpStatus.CREATED)
            .body(
                new OperationView(
                    operation.operationId(),
                    operation.kind(),
                    operation.amount(),
                    operation.balance(),
                    null,
                    operation.at()))
        : Problems.response(
            INSUFFICIENT_FUNDS.detail("The balance is %s.".formatted(operation.balance())));
  }

  @GetMapping("/operations")
  @Operation(
      operationId = "listOperations",
      summary = "See what happened on an account",
      description = "Deposits, withdrawals and paid orders, the newest first.")
  @Refuses(NOT_FOUND)
  CompletableFuture<PageResponse<OperationView>> operations(
      @PathVariable UUID userId, @Valid PageParameters page) {
    return find(userId)
        .thenCompose(
            account ->
                answers.to(
                    new FindOperations(userId, page.pageOrDefault(), page.sizeOrDefault()),
                    OperationPage.class))
        .thenApply(operations -> PageResponse.of(operations, page));
  }
}
