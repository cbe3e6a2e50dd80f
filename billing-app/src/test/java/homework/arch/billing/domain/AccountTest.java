package homework.arch.billing.domain;

import static homework.arch.api.billing.OperationKind.DEPOSIT;
import static homework.arch.api.billing.OperationKind.ORDER_PAYMENT;
import static homework.arch.api.billing.OperationKind.ORDER_REFUND;
import static homework.arch.api.billing.OperationKind.WITHDRAWAL;
import static homework.arch.testing.Vocabulary.BOB;
import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;
import static homework.arch.testing.Vocabulary.fixtureOf;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.billing.AccountClosed;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountEvent;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.CloseAccount;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.DebitRejected.Reason;
import homework.arch.api.billing.DepositFunds;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OpenAccount;
import homework.arch.api.billing.OperationRecorded;
import homework.arch.api.billing.PaymentRefunded;
import homework.arch.api.billing.PaymentVoided;
import homework.arch.api.billing.VoidPayment;
import homework.arch.api.billing.WithdrawFunds;
import homework.arch.api.billing.WithdrawalRejected;
import java.util.List;
import java.util.UUID;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final UUID OPERATION = UUID.fromString("0e000000-0000-4000-8000-000000000001");
  private static final UUID PAYMENT = DerivedId.of("payment", ORDER);

  private final InMemoryOperations operations = new InMemoryOperations();
  private final AggregateTestFixture<Account> fixture = fixtureOf(Account.class, operations);

  private static List<AccountEvent> anAccountWith(Money balance) {
    UUID firstDeposit = UUID.fromString("0e000000-0000-4000-8000-000000000000");
    return List.of(
        new AccountOpened(USER, YESTERDAY),
        new FundsDeposited(firstDeposit, USER, balance, balance, YESTERDAY));
  }

  @Nested
  class Opening {

    @Test
    void anAccountIsOpenedOnce() {
      fixture
          .givenNoPriorActivity()
          .when(new OpenAccount(USER, 0L))
          .expectEvents(new AccountOpened(USER, NOW));
    }

    @Test
    void aRepeatChangesNothing() {
      fixture
          .given(anAccountWith(rub(100)))
          .when(new OpenAccount(USER, 0L))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }
  }

  @Nested
  class Closing {

    private static final AccountOpened OPENED = new AccountOpened(USER, YESTERDAY);
    private static final AccountClosed CLOSED = new AccountClosed(USER, 0, YESTERDAY);
    private static final PaymentRefunded REFUNDED =
        new PaymentRefunded(OPERATION, ORDER, USER, rub(40), rub(40), YESTERDAY);

    @Test
    void anEmptyAccountIsClosed() {
      fixture
          .given(OPENED)
          .when(new CloseAccount(USER, 0, null))
          .expectEvents(new AccountClosed(USER, 0, NOW));
    }

    @Test
    void oneWithAKopeckOnItIsNot() {
      fixture
          .given(anAccountWith(rub("0.01")))
          .when(new CloseAccount(USER, 0, null))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.MONEY_ON_ACCOUNT)
          .expectExceptionMessage("The balance is 0.01.");
    }

    @Test
    void oneWithAnOrderUnderWayIsNotEither() {
      fixture
          .given(OPENED)
          .when(new CloseAccount(USER, 0, ORDER))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ORDER_UNDER_WAY);
    }

    @Test
    void aRepeatChangesNothingWhateverIsUnderWayOrCameBackMeanwhile() {
      fixture
          .given(OPENED, CLOSED, REFUNDED)
          .when(new CloseAccount(USER, 0, ORDER))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void whatIsClosedBeforeItIsOpenedStaysClosed() {
      fixture
          .givenNoPriorActivity()
          .when(new CloseAccount(USER, 0, null))
          .expectEvents(new AccountOpened(USER, NOW), new AccountClosed(USER, 0, NOW));
      fixture
          .givenCommands(new CloseAccount(USER, 0, null))
          .when(new OpenAccount(USER, 0L))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void nothingIsDepositedOnIt() {
      fixture
          .given(OPENED, CLOSED, REFUNDED)
          .when(new DepositFunds(OPERATION, USER, rub(50)))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ACCOUNT_NOT_FOUND);
    }

    @Test
    void aDepositThatIsRepeatedAfterwardsGetsItsFirstAnswer() {
      fixture
          .given(OPENED)
          .andGivenCommands(
              new DepositFunds(OPERATION, USER, rub(50)),
              new WithdrawFunds(UUID.randomUUID(), USER, rub(50)),
              new CloseAccount(USER, 0, null))
          .when(new DepositFunds(OPERATION, USER, rub(50)))
          .expectNoEvents()
          .expectResultMessagePayload(
              new OperationRecorded(OPERATION, USER, DEPOSIT, rub(50), true, rub(50), NOW));
    }

    @Test
    void noOrderIsPaidFromItThoughMoneyCameBack() {
      fixture
          .given(OPENED, CLOSED, REFUNDED)
          .when(new DebitAccount(ORDER, USER, rub(1)))
          .expectEvents(
              new DebitRejected(PAYMENT, ORDER, USER, rub(1), Reason.ACCOUNT_NOT_FOUND, NOW));
    }

    @Test
    void whatWasPaidFromItComesBackAndCanBeWithdrawn() {
      fixture
          .given(anAccountWith(rub(40)))
          .andGivenCommands(
              new DebitAccount(ORDER, USER, rub(40)),
              new CloseAccount(USER, 0, null),
              new VoidPayment(ORDER, USER, rub(40)))
          .when(new WithdrawFunds(OPERATION, USER, rub(40)))
          .expectEvents(new FundsWithdrawn(OPERATION, USER, rub(40), rub(0), NOW));
    }

    @Test
    void nothingIsWithdrawnFromItWhenItIsEmpty() {
      fixture
          .given(OPENED, CLOSED)
          .when(new WithdrawFunds(OPERATION, USER, rub(1)))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ACCOUNT_NOT_FOUND);
    }

    @Test
    void forALaterRegistrationItIsOpenedAgainWithWhatCameBack() {
      fixture
          .given(OPENED, CLOSED, REFUNDED)
          .when(new OpenAccount(USER, 2L))
          .expectEvents(new AccountOpened(USER, NOW));
      fixture
          .given(OPENED, CLOSED, REFUNDED)
          .andGivenCommands(new OpenAccount(USER, 2L))
          .when(new WithdrawFunds(OPERATION, USER, rub(30)))
          .expectEvents(new FundsWithdrawn(OPERATION, USER, rub(30), rub(10), NOW));
    }

    /** As another process may have it in its cache. */
    @Test
    void fromAStateOfBeforeItsClosingItIsNotTakenToBeOpenAlready() {
      fixture
          .given(OPENED)
          .when(new OpenAccount(USER, 2L))
          .expectNoEvents()
          .expectException(ConcurrencyException.class);
      fixture
          .given(OPENED, CLOSED, OPENED)
          .when(new OpenAccount(USER, 4L))
          .expectNoEvents()
          .expectException(ConcurrencyException.class);
    }

    @Test
    void itsClosingForAnEarlierRegistrationComesToNothingThen() {
      fixture
          .given(OPENED, CLOSED, OPENED)
          .when(new CloseAccount(USER, 0, null))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }
  }

  @Nested
  class Depositing {

    @Test
    void aDepositIsAddedToTheBalance() {
      OperationRecorded deposit =
          new OperationRecorded(OPERATION, USER, DEPOSIT, rub("0.2"), true, rub("0.3"), NOW);

      fixture
          .given(anAccountWith(rub("0.1")))
          .when(new DepositFunds(OPERATION, USER, rub("0.2")))
          .expectEvents(new FundsDeposited(OPERATION, USER, rub("0.2"), rub("0.3"), NOW))
          .expectResultMessagePayload(deposit);
      assertThat(operations.all()).containsExactly(deposit);
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndAddsNothing() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(
              new DepositFunds(OPERATION, USER, rub(50)),
              new DepositFunds(UUID.randomUUID(), USER, rub(1)))
          .when(new DepositFunds(OPERATION, USER, rub(50)))
          .expectNoEvents()
          .expectResultMessagePayload(
              new OperationRecorded(OPERATION, USER, DEPOSIT, rub(50), true, rub(150), NOW));
    }

    @Test
    void theSameIdWithAnotherAmountIsRefused() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new DepositFunds(OPERATION, USER, rub(50)))
          .when(new DepositFunds(OPERATION, USER, rub("50.01")))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ID_REUSED);
    }

    @Test
    void theSameIdOfAnotherKindIsRefused() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new DepositFunds(OPERATION, USER, rub(50)))
          .when(new WithdrawFunds(OPERATION, USER, rub(50)))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ID_REUSED);
    }

    @Test
    void theSameIdOnAnotherAccountIsRefused() {
      operations.record(
          new OperationRecorded(OPERATION, BOB, DEPOSIT, rub(50), true, rub(50), YESTERDAY));

      fixture
          .given(anAccountWith(rub(100)))
          .when(new DepositFunds(OPERATION, USER, rub(50)))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ID_REUSED);
    }

    @Test
    void nothingIsDepositedOnAnAccountThatIsNotOpen() {
      fixture
          .givenNoPriorActivity()
          .when(new DepositFunds(OPERATION, USER, rub(50)))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ACCOUNT_NOT_FOUND)
          .expectExceptionMessage("There is no account " + USER + ".");
      assertThat(operations.all()).isEmpty();
    }

    @Test
    void anAccountThatOnlyRefusedADebitIsNotOpenEither() {
      fixture
          .given(new DebitRejected(PAYMENT, ORDER, USER, rub(10), Reason.ACCOUNT_NOT_FOUND, NOW))
          .when(new DepositFunds(OPERATION, USER, rub(50)))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ACCOUNT_NOT_FOUND);
    }
  }

  @Nested
  class Withdrawing {

    @Test
    void theBalanceMayBeTakenToTheLastKopeck() {
      OperationRecorded withdrawal =
          new OperationRecorded(OPERATION, USER, WITHDRAWAL, rub(100), true, rub(0), NOW);

      fixture
          .given(anAccountWith(rub(100)))
          .when(new WithdrawFunds(OPERATION, USER, rub(100)))
          .expectEvents(new FundsWithdrawn(OPERATION, USER, rub(100), rub(0), NOW))
          .expectResultMessagePayload(withdrawal);
      assertThat(operations.all()).containsExactly(withdrawal);
    }

    @Test
    void oneKopeckMoreIsRejectedAndNothingMoves() {
      OperationRecorded refused =
          new OperationRecorded(OPERATION, USER, WITHDRAWAL, rub("100.01"), false, rub(100), NOW);

      fixture
          .given(anAccountWith(rub(100)))
          .when(new WithdrawFunds(OPERATION, USER, rub("100.01")))
          .expectEvents(new WithdrawalRejected(OPERATION, USER, rub("100.01"), rub(100), NOW))
          .expectResultMessagePayload(refused);
      assertThat(operations.all()).containsExactly(refused);
    }

    @Test
    void whatWasRejectedStaysSoAfterATopUp() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(
              new WithdrawFunds(OPERATION, USER, rub(150)),
              new DepositFunds(UUID.randomUUID(), USER, rub(100)))
          .when(new WithdrawFunds(OPERATION, USER, rub(150)))
          .expectNoEvents()
          .expectResultMessagePayload(
              new OperationRecorded(OPERATION, USER, WITHDRAWAL, rub(150), false, rub(100), NOW));
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndTakesNothing() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new WithdrawFunds(OPERATION, USER, rub(70)))
          .when(new WithdrawFunds(OPERATION, USER, rub(70)))
          .expectNoEvents()
          .expectResultMessagePayload(
              new OperationRecorded(OPERATION, USER, WITHDRAWAL, rub(70), true, rub(30), NOW));
    }

    @Test
    void nothingIsWithdrawnFromAnAccountThatIsNotOpen() {
      fixture
          .givenNoPriorActivity()
          .when(new WithdrawFunds(OPERATION, USER, rub(1)))
          .expectNoEvents()
          .expectException(Refused.class)
          .expectExceptionDetails(Refused.Reason.ACCOUNT_NOT_FOUND);
    }
  }

  @Nested
  class PayingAnOrder {

    @Test
    void thePriceIsTaken() {
      fixture
          .given(anAccountWith(rub(100)))
          .when(new DebitAccount(ORDER, USER, rub(100)))
          .expectEvents(new AccountDebited(PAYMENT, ORDER, USER, rub(100), rub(0), NOW));
      assertThat(operations.all())
          .containsExactly(
              new OperationRecorded(PAYMENT, USER, ORDER_PAYMENT, rub(100), true, rub(0), NOW));
    }

    @Test
    void aRepeatTakesNothing() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new DebitAccount(ORDER, USER, rub(40)))
          .when(new DebitAccount(ORDER, USER, rub(40)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void anotherOrderOfTheSamePriceIsPaidToo() {
      UUID next = UUID.fromString("61e9abea-a2ba-4e12-9655-5c135d818e6f");

      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new DebitAccount(ORDER, USER, rub(40)))
          .when(new DebitAccount(next, USER, rub(40)))
          .expectEvents(
              new AccountDebited(DerivedId.of("payment", next), next, USER, rub(40), rub(20), NOW));
    }

    @Test
    void thereIsTooLittleMoney() {
      fixture
          .given(anAccountWith(rub("99.99")))
          .when(new DebitAccount(ORDER, USER, rub(100)))
          .expectEvents(
              new DebitRejected(PAYMENT, ORDER, USER, rub(100), Reason.INSUFFICIENT_FUNDS, NOW));
      assertThat(operations.all())
          .containsExactly(
              new OperationRecorded(
                  PAYMENT, USER, ORDER_PAYMENT, rub(100), false, rub("99.99"), NOW));
    }

    @Test
    void whatWasRejectedStaysSoAfterATopUp() {
      fixture
          .given(anAccountWith(rub(10)))
          .andGivenCommands(
              new DebitAccount(ORDER, USER, rub(100)), new DepositFunds(OPERATION, USER, rub(500)))
          .when(new DebitAccount(ORDER, USER, rub(100)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void nobodyHasOpenedTheAccount() {
      fixture
          .givenNoPriorActivity()
          .when(new DebitAccount(ORDER, USER, rub(100)))
          .expectEvents(
              new DebitRejected(PAYMENT, ORDER, USER, rub(100), Reason.ACCOUNT_NOT_FOUND, NOW));
      assertThat(operations.all())
          .containsExactly(
              new OperationRecorded(PAYMENT, USER, ORDER_PAYMENT, rub(100), false, rub(0), NOW));
    }

    @Test
    void theAccountCanBeOpenedAfterwards() {
      fixture
          .givenCommands(new DebitAccount(ORDER, USER, rub(100)))
          .when(new OpenAccount(USER, 0L))
          .expectEvents(new AccountOpened(USER, NOW));
    }

    @Test
    void openingAndFillingItAfterwardsDoesNotPay() {
      fixture
          .givenCommands(
              new DebitAccount(ORDER, USER, rub(100)),
              new OpenAccount(USER, 0L),
              new DepositFunds(OPERATION, USER, rub(500)))
          .when(new DebitAccount(ORDER, USER, rub(100)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }
  }

  @Nested
  class Voiding {

    private static final UUID REFUND = DerivedId.of("refund", ORDER);

    @Test
    void whatWasTakenComesBack() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new DebitAccount(ORDER, USER, rub(40)))
          .when(new VoidPayment(ORDER, USER, rub(40)))
          .expectEvents(new PaymentRefunded(REFUND, ORDER, USER, rub(40), rub(100), NOW));
      assertThat(operations.all())
          .contains(
              new OperationRecorded(REFUND, USER, ORDER_REFUND, rub(40), true, rub(100), NOW));
    }

    @Test
    void itComesBackOnce() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(
              new DebitAccount(ORDER, USER, rub(40)), new VoidPayment(ORDER, USER, rub(40)))
          .when(new VoidPayment(ORDER, USER, rub(40)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void whatCameBackIsNotTakenAgain() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(
              new DebitAccount(ORDER, USER, rub(40)), new VoidPayment(ORDER, USER, rub(40)))
          .when(new DebitAccount(ORDER, USER, rub(40)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void whatWasNotTakenNeverWillBe() {
      fixture
          .given(anAccountWith(rub(100)))
          .when(new VoidPayment(ORDER, USER, rub(40)))
          .expectEvents(new PaymentVoided(PAYMENT, ORDER, USER, rub(40), NOW));
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new VoidPayment(ORDER, USER, rub(40)))
          .when(new DebitAccount(ORDER, USER, rub(40)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
      assertThat(operations.all())
          .containsExactly(
              new OperationRecorded(PAYMENT, USER, ORDER_PAYMENT, rub(40), false, rub(100), NOW));
    }

    @Test
    void aVoidThatComesAgainChangesNothing() {
      fixture
          .given(anAccountWith(rub(100)))
          .andGivenCommands(new VoidPayment(ORDER, USER, rub(40)))
          .when(new VoidPayment(ORDER, USER, rub(40)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void ofARejectedDebitNothingComesBack() {
      fixture
          .given(anAccountWith(rub(10)))
          .andGivenCommands(new DebitAccount(ORDER, USER, rub(40)))
          .when(new VoidPayment(ORDER, USER, rub(40)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }

    @Test
    void itIsRememberedForAnAccountThatNobodyHasOpened() {
      fixture
          .givenCommands(
              new VoidPayment(ORDER, USER, rub(40)),
              new OpenAccount(USER, 0L),
              new DepositFunds(OPERATION, USER, rub(500)))
          .when(new DebitAccount(ORDER, USER, rub(40)))
          .expectNoEvents()
          .expectSuccessfulHandlerExecution();
    }
  }
}
