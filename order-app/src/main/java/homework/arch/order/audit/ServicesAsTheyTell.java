package homework.arch.order.audit;

import homework.arch.api.Page;
import homework.arch.api.Query;
import homework.arch.api.billing.AccountPage;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.FindAccounts;
import homework.arch.api.billing.FindOperations;
import homework.arch.api.billing.OperationPage;
import homework.arch.api.billing.OperationView;
import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.OrderPage;
import homework.arch.api.user.FindUsers;
import homework.arch.api.user.UserPage;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.axon.Unavailable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;

/** Asks every service for all that it has, page by page, as anybody could. */
record ServicesAsTheyTell(Answers answers) {

  private static final int PAGE = 200;

  /**
   * @param accounts whose operations are asked for, beside those of the accounts that are told
   */
  ReadModels ask(Set<UUID> accounts) {
    Table<AccountView> told = all(page -> new FindAccounts(page, PAGE), AccountPage.class);
    Set<UUID> owners = new LinkedHashSet<>(accounts);
    told.rows().forEach(account -> owners.add(account.userId()));
    long operationsBefore = count(new FindOperations(null, 0, 1), OperationPage.class);
    Map<UUID, Table<OperationView>> operations = new LinkedHashMap<>();
    for (UUID owner : owners) {
      operations.put(
          owner, all(page -> new FindOperations(owner, page, PAGE), OperationPage.class));
    }
    return new ReadModels(
        all(page -> new FindUsers(page, PAGE), UserPage.class),
        told,
        operations,
        strays(operationsBefore, operations),
        all(page -> new FindOrders(null, page, PAGE), OrderPage.class),
        all(page -> new FindNotifications(null, null, page, PAGE), NotificationPage.class));
  }

  /** There may be more operations than were counted before, but fewer only if some are nobody's. */
  private Table<OperationView> strays(
      long counted, Map<UUID, Table<OperationView>> operationsByOwner) {
    Set<UUID> known = new HashSet<>();
    operationsByOwner
        .values()
        .forEach(table -> table.rows().forEach(row -> known.add(row.operationId())));
    if (known.size() >= counted) {
      return Table.of(List.of());
    }
    Table<OperationView> everybodys =
        all(page -> new FindOperations(null, page, PAGE), OperationPage.class);
    return new Table<>(
        everybodys.rows().stream().filter(row -> !known.contains(row.operationId())).toList(),
        everybodys.failure());
  }

  private <V, P extends Page<V>> Table<V> all(IntFunction<Query<P>> query, Class<P> type) {
    List<V> rows = new ArrayList<>();
    try {
      P page;
      int number = 0;
      do {
        page = answer(query.apply(number++), type);
        rows.addAll(page.content());
      } while (!page.content().isEmpty() && (long) number * PAGE < page.totalElements());
      return Table.of(rows);
    } catch (UnreadableException e) {
      return new Table<>(rows, e.getMessage());
    }
  }

  private <P extends Page<?>> long count(Query<P> query, Class<P> type) {
    try {
      return answer(query, type).totalElements();
    } catch (UnreadableException e) {
      return 0; // told by those who read them
    }
  }

  /**
   * The answer.
   *
   * @throws UnreadableException if the service has rows that it cannot read
   * @throws CompletionException if the service is away
   */
  private <P> P answer(Query<P> query, Class<P> type) throws UnreadableException {
    try {
      return answers.to(query, type).join();
    } catch (CompletionException e) {
      if (Unavailable.isCauseOf(e)) {
        throw e;
      }
      throw new UnreadableException(e);
    }
  }

  private static final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableException(Throwable cause) {
      super(cause);
    }
  }
}
