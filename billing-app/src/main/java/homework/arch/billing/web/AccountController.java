package homework.arch.billing.web;

import static homework.arch.platform.web.ProblemType.INSUFFICIENT_FUNDS;
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
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Idempotency;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.Problems;
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
  CompletableFuture<AccountView> find(@PathVariable UUID userId, Caller caller) {
    caller.mustSee("account", userId);
    return answers
        .ifAny(new FindAccount(userId), AccountView.class)
        .thenApply(account -> account.orElseThrow(() -> Problems.notFound("account", userId)));
  }

  @PostMapping("/deposits")
  CompletableFuture<ResponseEntity<?>> deposit(
      @PathVariable UUID userId,
      @Valid @RequestBody Amount body,
      IdempotencyKey key,
      Caller caller) {
    caller.mustOwn("account", userId);
    return move(key, body, operationId -> new DepositFunds(operationId, userId, body.amount()));
  }

  @PostMapping("/withdrawals")
  CompletableFuture<ResponseEntity<?>> withdraw(
      @PathVariable UUID userId,
      @Valid @RequestBody Amount body,
      IdempotencyKey key,
      Caller caller) {
    caller.mustOwn("account", userId);
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
  CompletableFuture<PageResponse<OperationView>> operations(
      @PathVariable UUID userId, @Valid PageParameters page, Caller caller) {
    return find(userId, caller)
        .thenCompose(
            account ->
                answers.to(
                    new FindOperations(userId, page.pageOrDefault(), page.sizeOrDefault()),
                    OperationPage.class))
        .thenApply(operations -> PageResponse.of(operations, page));
  }
}
