package homework.arch.user.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import homework.arch.api.Page;
import homework.arch.api.Query;
import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.FindAccount;
import homework.arch.api.billing.FindOperations;
import homework.arch.api.billing.OperationPage;
import homework.arch.api.billing.OperationView;
import homework.arch.api.notification.FindNotifications;
import homework.arch.api.notification.NotificationPage;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.FindTimeline;
import homework.arch.api.order.OrderPage;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.TimelineView;
import homework.arch.api.user.FindUser;
import homework.arch.api.user.TextOfUser;
import homework.arch.api.user.UserView;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Problems;
import homework.arch.user.keys.UserKey;
import homework.arch.user.keys.UserKeys;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that the services keep about a user, as one JSON file. It is written while it is asked for,
 * page by page: a long history takes no more memory than a short one.
 */
@RestController
@RequestMapping(path = "/users/{userId}/export", produces = APPLICATION_JSON_VALUE)
class ExportController {

  private static final int OPERATIONS = 1_000;
  private static final int ORDERS = 200;
  private static final int MAILS = 50;

  private final Answers answers;
  private final UserKeys keys;
  private final JsonMapper json;

  ExportController(Answers answers, UserKeys keys, JsonMapper json) {
    this.answers = answers;
    this.keys = keys;
    this.json = json;
  }

  /** An order, and what happened to it. */
  record OrderHistory(OrderView order, List<TimelineView.Entry> timeline) {}

  @GetMapping
  void export(@PathVariable UUID userId, Caller caller, HttpServletResponse response)
      throws IOException {
    caller.mustSee("user", userId);
    UserView user =
        ifAny(new FindUser(userId), UserView.class)
            .orElseThrow(() -> Problems.notFound("user", userId));
    Optional<AccountView> account = ifAny(new FindAccount(userId), AccountView.class);
    response.setContentType(APPLICATION_JSON_VALUE);
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(userId + ".json").build().toString());
    // Closed at its end only: a file that was cut short must not look whole.
    JsonGenerator file = json.createGenerator(response.getOutputStream());
    file.writeStartObject();
    file.writePOJOProperty("user", user);
    account.ifPresent(found -> file.writePOJOProperty("account", found));
    write(
        file,
        "operations",
        OPERATIONS,
        OperationView::operationId,
        page -> content(new FindOperations(userId, page, OPERATIONS), OperationPage.class));
    write(
        file,
        "orders",
        ORDERS,
        history -> history.order().orderId(),
        page ->
            content(new FindOrders(userId, page, ORDERS, null), OrderPage.class).stream()
                .map(this::withTimeline)
                .toList() // all are asked for before one is waited for
                .stream()
                .map(CompletableFuture::join)
                .toList());
    write(
        file,
        "mails",
        MAILS,
        NotificationView::notificationId,
        page ->
            readable(
                content(
                    new FindNotifications(userId, null, page, MAILS, null), NotificationPage.class),
                user));
    file.writeEndObject();
    file.close();
  }

  /** Writes a list, newest first. */
  private static <T> void write(
      JsonGenerator file,
      String name,
      int size,
      Function<T, UUID> idOf,
      IntFunction<List<T>> pages) {
    file.writeArrayPropertyStart(name);
    Set<UUID> written = Set.of();
    List<T> page;
    int number = 0;
    do {
      page = pages.apply(number++);
      // A new entry pushes others over to the next page.
      Set<UUID> before = written;
      page.stream().filter(entry -> !before.contains(idOf.apply(entry))).forEach(file::writePOJO);
      written = page.stream().map(idOf).collect(Collectors.toSet());
    } while (page.size() == size);
    file.writeEndArray();
  }

  private <T, P extends Page<T>> List<T> content(Query<P> query, Class<P> type) {
    return answers.to(query, type).join().content();
  }

  private CompletableFuture<OrderHistory> withTimeline(OrderView order) {
    return answers
        .ifAny(new FindTimeline(order.orderId()), TimelineView.class)
        .thenApply(
            timeline ->
                new OrderHistory(order, timeline.map(TimelineView::entries).orElse(List.of())));
  }

  /** The other services have no keys. */
  private List<NotificationView> readable(List<NotificationView> mails, UserView user) {
    Map<UUID, UserKey> key = keys.of(List.of(user.userId()));
    return mails.stream()
        .map(
            mail ->
                mail.read(
                    mail.hadAddress() ? user.email() : null,
                    UserKeys.open(key, mail.userId(), TextOfUser.SUBJECT, mail.subject()),
                    UserKeys.open(key, mail.userId(), TextOfUser.TEXT, mail.text())))
        .toList();
  }

  private <A> Optional<A> ifAny(Query<A> query, Class<A> type) {
    return answers.ifAny(query, type).join();
  }
}
