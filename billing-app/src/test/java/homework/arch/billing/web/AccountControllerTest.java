package homework.arch.billing.web;

import static homework.arch.api.billing.OperationKind.DEPOSIT;
import static homework.arch.api.billing.OperationKind.ORDER_PAYMENT;
import static homework.arch.api.billing.OperationKind.WITHDRAWAL;
import static homework.arch.platform.web.ProblemType.INSUFFICIENT_FUNDS;
import static homework.arch.platform.web.ProblemType.NOT_FOUND;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.DepositFunds;
import homework.arch.api.billing.FindAccount;
import homework.arch.api.billing.FindOperations;
import homework.arch.api.billing.OperationPage;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.OperationView;
import homework.arch.api.billing.WithdrawFunds;
import homework.arch.testing.ControllerTest;
import homework.arch.testing.Problem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ContextConfiguration(classes = AccountController.class)
class AccountControllerTest extends ControllerTest {

  private static final String ACCOUNT = "/accounts/" + USER;
  private static final String DEPOSITS = ACCOUNT + "/deposits";
  private static final String WITHDRAWALS = ACCOUNT + "/withdrawals";
  private static final String OPERATIONS = ACCOUNT + "/operations";

  AccountControllerTest() {
    super(DEPOSITS, "{\"amount\": 100}", OPERATIONS);
  }

  private static AccountView anAccountWith(Money balance) {
    return new AccountView(USER, balance, "RUB", NOW.minusSeconds(60), NOW, null);
  }

  @BeforeEach
  void theAccountIsOpen() {
    when(commands.send(any(DepositFunds.class)))
        .then(
            sent -> {
              DepositFunds deposit = sent.getArgument(0);
              return completedFuture(
                  new OperationRecorded(
                      deposit.operationId(),
                      deposit.userId(),
                      DEPOSIT,
                      deposit.amount(),
                      true,
                      deposit.amount(),
                      NOW));
            });
    when(answers.ifAny(new FindAccount(USER), AccountView.class))
        .thenReturn(completedFuture(Optional.of(anAccountWith(rub("900.05")))));
    when(answers.to(any(FindOperations.class), any()))
        .thenReturn(completedFuture(new OperationPage(List.of(), 0)));
  }

  @ParameterizedTest
  @MethodSource("homework.arch.testing.MoneyCases#accepted")
  void anAmountIsExactOnItsWayInAndOut(String amount, Money money, String written) {
    MvcTestResult answer = post(DEPOSITS, "{\"amount\": %s}".formatted(amount));

    DepositFunds command = sent(DepositFunds.class);
    assertThat(command).isEqualTo(new DepositFunds(command.operationId(), USER, money));
    assertThat(answer)
        .hasStatus(201)
        .doesNotContainHeader("Location")
        .hasBodyTextEqualTo(
            """
            {"operationId":"%s","kind":"DEPOSIT","amount":%s,"balance":%s,"at":"2026-11-22T10:15:30.123456Z"}"""
                .formatted(command.operationId(), written, written));
  }

  @ParameterizedTest
  @MethodSource("homework.arch.testing.MoneyCases#refused")
  void anAmountThatIsNoneIsRefused(String amount, String wrong) {
    for (String path : List.of(DEPOSITS, WITHDRAWALS)) {
      assertThat(Problem.in(post(path, "{\"amount\": %s}".formatted(amount))))
          .isEqualTo(Problem.invalid(path, "amount", wrong));
    }
    verifyNoInteractions(commands);
  }

  @ParameterizedTest
  @MethodSource("homework.arch.testing.MoneyCases#malformed")
  void whatIsNoNumberInJsonMakesTheBodyMalformed(String amount) {
    assertThat(Problem.in(post(DEPOSITS, "{\"amount\": %s}".formatted(amount))))
        .isEqualTo(Problem.malformed(DEPOSITS));
    verifyNoInteractions(commands);
  }

  @Test
  void anAmountThatIsNotToldIsMissing() {
    for (String path : List.of(DEPOSITS, WITHDRAWALS)) {
      assertThat(Problem.in(post(path, "{\"Amount\": 1}")))
          .isEqualTo(Problem.invalid(path, "amount", "is missing"));
    }
  }

  @Test
  void moneyIsWithdrawn() {
    when(commands.send(any(WithdrawFunds.class)))
        .then(
            sent -> {
              UUID id = sent.<WithdrawFunds>getArgument(0).operationId();
              return completedFuture(
                  new OperationRecorded(id, USER, WITHDRAWAL, rub("0.1"), true, rub("0.2"), NOW));
            });

    MvcTestResult answer = post(WITHDRAWALS, "{\"amount\": 0.1}");

    WithdrawFunds command = sent(WithdrawFunds.class);
    assertThat(command).isEqualTo(new WithdrawFunds(command.operationId(), USER, rub("0.1")));
    assertThat(answer)
        .hasStatus(201)
        .hasBodyTextEqualTo(
            """
            {"operationId":"%s","kind":"WITHDRAWAL","amount":0.1,"balance":0.2,"at":"2026-11-22T10:15:30.123456Z"}"""
                .formatted(command.operationId()));
  }

  @Test
  void moneyThatIsNotThereIsNotWithdrawn() {
    when(commands.send(any(WithdrawFunds.class)))
        .thenReturn(
            completedFuture(
                new OperationRecorded(
                    UUID.randomUUID(), USER, WITHDRAWAL, rub(100), false, rub("99.9"), NOW)));

    MvcTestResult answer = post(WITHDRAWALS, "{\"amount\": 100}");

    assertThat(answer).hasStatus(422);
    assertThat(Problem.in(answer))
        .isEqualTo(Problem.of(INSUFFICIENT_FUNDS, "The balance is 99.90.", WITHDRAWALS));
  }

  @Test
  void nothingMovesOnAnAccountThatIsNotThere() {
    when(commands.send(any()))
        .thenReturn(
            failedFuture(new Refused(Refused.Reason.ACCOUNT_NOT_FOUND, "There is no account.")));

    for (String path : List.of(DEPOSITS, WITHDRAWALS)) {
      assertThat(Problem.in(post(path, "{\"amount\": 100}")))
          .isEqualTo(Problem.of(NOT_FOUND, "There is no account.", path));
    }
  }

  @ParameterizedTest
  @MethodSource("homework.arch.testing.MoneyCases#accepted")
  void aBalanceIsWrittenExactly(String amount, Money balance, String written) {
    when(answers.ifAny(new FindAccount(USER), AccountView.class))
        .thenReturn(completedFuture(Optional.of(anAccountWith(balance))));

    assertThat(get(ACCOUNT))
        .hasStatusOk()
        .hasBodyTextEqualTo(
            """
            {"userId":"%s","balance":%s,"currency":"RUB","openedAt":"2026-11-22T10:14:30.123456Z","updatedAt":"2026-11-22T10:15:30.123456Z"}"""
                .formatted(USER, written));
  }

  @Test
  void anAccountThatIsNotOpenIsNotFoundAndHasNoOperations() {
    when(answers.ifAny(new FindAccount(USER), AccountView.class))
        .thenReturn(completedFuture(Optional.empty()));

    for (String path : List.of(ACCOUNT, OPERATIONS)) {
      assertThat(Problem.in(get(path)))
          .isEqualTo(Problem.of(NOT_FOUND, "There is no account " + USER + ".", path));
    }
    verify(answers, times(2)).ifAny(new FindAccount(USER), AccountView.class);
    verifyNoMoreInteractions(answers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/operations"})
  void anIdIsAUuid(String path) {
    String uri = "/accounts/1-1-1-1-1" + path;

    assertThat(Problem.in(get(uri)))
        .isEqualTo(Problem.invalid(uri, "userId", "has the wrong type"));
    verifyNoInteractions(answers);
  }

  @Test
  void operationsAreListedInPagesWithTheOrdersThatWerePaid() {
    UUID id = UUID.fromString("0e000000-0000-4000-8000-000000000001");
    when(answers.to(new FindOperations(USER, 0, 2), OperationPage.class))
        .thenReturn(
            completedFuture(
                new OperationPage(
                    List.of(
                        new OperationView(id, ORDER_PAYMENT, rub("0.1"), rub("0"), ORDER, NOW),
                        new OperationView(id, DEPOSIT, rub("0.1"), rub("0.1"), null, NOW)),
                    3)));

    assertThat(get(OPERATIONS + "?size=2"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"content": [
               {"operationId": "%1$s", "kind": "ORDER_PAYMENT", "amount": 0.1, "balance": 0,
                "orderId": "%2$s", "at": "2026-11-22T10:15:30.123456Z"},
               {"operationId": "%1$s", "kind": "DEPOSIT", "amount": 0.1, "balance": 0.1,
                "at": "2026-11-22T10:15:30.123456Z"}],
             "page": {"size": 2, "number": 0, "totalElements": 3, "totalPages": 2}}"""
                .formatted(id, ORDER));
  }
}
