package homework.arch.billing;

import static homework.arch.testing.Vocabulary.nowForHandlers;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.billing.AccountClosed;
import homework.arch.api.billing.AccountCommand;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.CloseAccount;
import homework.arch.api.billing.DebitAccount;
import homework.arch.api.billing.DebitRejected;
import homework.arch.api.billing.DepositFunds;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.api.billing.FundsWithdrawn;
import homework.arch.api.billing.OpenAccount;
import homework.arch.api.billing.WithdrawFunds;
import homework.arch.api.billing.WithdrawalRejected;
import homework.arch.billing.domain.Account;
import homework.arch.billing.domain.Operations;
import homework.arch.platform.deadletters.DeadLetteringInvoker;
import homework.arch.platform.eventstore.UniqueStreams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.Repository;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to an account, in whatever order and however often: there is never less than
 * nothing on it, and what is on it is the sum of what its events moved.
 */
class AccountLedgerTest {

  private static final int ACCOUNTS = 300;
  private static final int COMMANDS = 30;
  private static final int REGISTRATIONS = 6;

  /** Axon in memory, with accounts held in a cache as they are in production. */
  private static CommandGateway commandsFor(EventStore eventStore) {
    Operations operations = new OperationStreams(new UniqueStreams(eventStore));
    ParameterResolverFactory parameters =
        MultiParameterResolverFactory.ordered(
            ClasspathParameterResolverFactory.forClass(Account.class),
            nowForHandlers(),
            new SimpleResourceParameterResolverFactory(List.of(operations)));
    Repository<Account> accounts =
        EventSourcingRepository.builder(Account.class)
            .eventStore(eventStore)
            .parameterResolverFactory(parameters)
            .cache(new WeakReferenceCache())
            .build();
    CommandBus bus = SimpleCommandBus.builder().build();
    // The store in memory knows no conflicts, so what is new has to be looked for.
    bus.registerHandlerInterceptor(
        (work, chain) -> {
          work.resources().put(DeadLetteringInvoker.AGAIN, true);
          return chain.proceed();
        });
    AggregateAnnotationCommandHandler.<Account>builder()
        .aggregateType(Account.class)
        .repository(accounts)
        .parameterResolverFactory(parameters)
        .build()
        .subscribe(bus);
    return DefaultCommandGateway.builder().commandBus(bus).build();
  }

  @Test
  void theBalanceIsTheSumOfTheMovesAndNeverBelowZero() {
    Set<Class<?>> seen = new HashSet<>();

    for (int seed = 0; seed < ACCOUNTS; seed++) {
      List<Object> events = eventsOfARandomLife(new Random(seed));

      long sum = 0;
      boolean open = false;
      for (Object event : events) {
        open = event instanceof AccountOpened || (open && !(event instanceof AccountClosed));
        assertThat(open || !(event instanceof FundsDeposited || event instanceof AccountDebited))
            .as("open for %s, seed %s", event, seed)
            .isTrue();
      }
      for (Move move : movesIn(events)) {
        sum += move.minorUnits();
        assertThat(sum).as("the sum after %s, seed %s", move, seed).isNotNegative();
        assertThat(move.balance()).as("after %s, seed %s", move, seed).isEqualTo(new Money(sum));
      }
      assertThat(movesIn(events)).extracting(Move::operationId).doesNotHaveDuplicates();
      events.forEach(event -> seen.add(event.getClass()));
    }

    assertThat(seen)
        .as("everything that can happen to an account has happened")
        .containsExactlyInAnyOrder(
            AccountOpened.class,
            AccountClosed.class,
            FundsDeposited.class,
            FundsWithdrawn.class,
            WithdrawalRejected.class,
            AccountDebited.class,
            DebitRejected.class);
  }

  private static List<Object> eventsOfARandomLife(Random random) {
    EventStore eventStore =
        EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
    CommandGateway gateway = commandsFor(eventStore);
    UUID user = new UUID(random.nextLong(), random.nextLong());
    List<AccountCommand> sent = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      AccountCommand command = anyCommand(user, sent, random);
      sent.add(command);
      try {
        gateway.sendAndWait(command);
      } catch (Refused e) {
        assertThat(e.<Refused.Reason>getDetails())
            .get()
            .isIn(Refused.Reason.ACCOUNT_NOT_FOUND, Refused.Reason.MONEY_ON_ACCOUNT);
      } catch (ConcurrencyException e) {
        assertThat(command).isInstanceOf(OpenAccount.class); // before what it follows
      }
    }
    return eventStore
        .readEvents(AccountCommand.accountId(user))
        .asStream()
        .<Object>map(event -> event.getPayload())
        .toList();
  }

  /** A new one, or one in five times a repeat of an old one. */
  private static AccountCommand anyCommand(UUID user, List<AccountCommand> sent, Random random) {
    if (!sent.isEmpty() && random.nextInt(5) == 0) {
      return sent.get(random.nextInt(sent.size()));
    }
    UUID id = new UUID(random.nextLong(), random.nextLong());
    Money amount = new Money(1 + random.nextInt(10_000));
    return switch (random.nextInt(10)) {
      case 0, 8 -> new OpenAccount(user, (long) random.nextInt(REGISTRATIONS));
      case 9 -> new CloseAccount(user, random.nextInt(REGISTRATIONS), null);
      case 1, 2, 3 -> new DepositFunds(id, user, amount);
      case 4, 5 -> new WithdrawFunds(id, user, amount);
      default -> new DebitAccount(id, user, amount);
    };
  }

  /** Money that came (positive) or went (negative), and what is said to be there afterwards. */
  private record Move(UUID operationId, long minorUnits, Money balance) {}

  private static List<Move> movesIn(List<Object> events) {
    List<Move> moves = new ArrayList<>();
    for (Object event : events) {
      if (event instanceof FundsDeposited in) {
        moves.add(new Move(in.operationId(), in.amount().minorUnits(), in.balance()));
      } else if (event instanceof FundsWithdrawn out) {
        moves.add(new Move(out.operationId(), -out.amount().minorUnits(), out.balance()));
      } else if (event instanceof AccountDebited paid) {
        moves.add(new Move(paid.operationId(), -paid.amount().minorUnits(), paid.balance()));
      }
    }
    return moves;
  }
}
