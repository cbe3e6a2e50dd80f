package homework.arch.order.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
import static org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE;

import homework.arch.api.Money;
import homework.arch.api.order.CancelOrder;
import homework.arch.api.order.FindOrders;
import homework.arch.api.order.FindTimeline;
import homework.arch.api.order.OrderCancelled;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.OrderPage;
import homework.arch.api.order.OrderPlaced;
import homework.arch.api.order.OrderView;
import homework.arch.api.order.PlaceOrder;
import homework.arch.api.order.TimelineView;
import homework.arch.platform.axon.Answers;
import homework.arch.platform.callers.Caller;
import homework.arch.platform.web.Idempotency;
import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.Problems;
import homework.arch.platform.web.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping(path = "/orders", produces = APPLICATION_JSON_VALUE)
class OrderController {

  private final CommandGateway commands;
  private final Answers answers;
  private final OrderNews news;
  private final OrderListeners listeners;
  private final Idempotency idempotency;
  private final UndecidedOrders undecided;

  OrderController(
      CommandGateway commands,
      Answers answers,
      OrderNews news,
      OrderListeners listeners,
      Idempotency orderIdempotency,
      UndecidedOrders undecided) {
    this.commands = commands;
    this.answers = answers;
    this.news = news;
    this.listeners = listeners;
    this.idempotency = orderIdempotency;
    this.undecided = undecided;
  }

  record NewOrder(
      @NotNull(message = "is missing") UUID userId,
      @NotNull(message = "is missing") Money price,
      @Text(max = 500, required = false) @Nullable String description) {

    NewOrder {
      description = description == null || description.isBlank() ? null : description;
    }
  }

  @PostMapping
  Object place(
      @Valid @RequestBody NewOrder body,
      IdempotencyKey key,
      Caller caller,
      @RequestHeader HttpHeaders headers) {
    caller.mustOwn("user", body.userId());
    Optional<PreferredWait> wait = preferredWait(headers);
    CompletableFuture<ResponseEntity<?>> answer =
        undecided.admit(
            place ->
                idempotency.answer(key, body, id -> place(id, body, place.decisionOf(id), wait)));
    // What is known already is answered on this thread.
    return answer.isDone() ? answer.join() : answer;
  }

  /**
   * @param decision of this order, heard from before it is placed, so that nothing falls between
   */
  private CompletableFuture<ResponseEntity<?>> place(
      UUID orderId,
      NewOrder body,
      CompletableFuture<OrderEvent> decision,
      Optional<PreferredWait> wait) {
    return commands
        .<OrderPlaced>send(new PlaceOrder(orderId, body.userId(), body.price(), body.description()))
        .thenApply(OrderView::placed)
        .thenCompose(
            order ->
                wait.map(wish -> news.await(order, decision.copy(), wish.duration()))
                    .orElseGet(() -> CompletableFuture.completedFuture(order)))
        .whenComplete(
            (order, failure) -> {
              if (failure != null || order.status().isDecided()) {
                decision.cancel(false);
              }
            })
        .thenApply(
            order ->
                response(HttpStatus.CREATED, wait)
                    .location(URI.create("/orders/" + orderId))
                    .body(order));
  }

  @GetMapping("/{orderId}")
  CompletableFuture<ResponseEntity<OrderView>> find(
      @PathVariable UUID orderId, Caller caller, @RequestHeader HttpHeaders headers) {
    Optional<PreferredWait> wait = preferredWait(headers);
    return wait.map(wish -> news.await(orderId, caller.seesOnly(), wish.duration()))
        .orElseGet(() -> news.find(orderId, caller.seesOnly()))
        .thenApply(order -> response(HttpStatus.OK, wait).body(order));
  }

  /** The same order as the stream of its states, see {@link OrderListeners}. */
  @GetMapping(path = "/{orderId}", produces = TEXT_EVENT_STREAM_VALUE)
  CompletableFuture<ResponseEntity<SseEmitter>> listen(
      @PathVariable UUID orderId,
      Caller caller,
      @RequestHeader(name = OrderListeners.LAST_EVENT_ID, required = false) @Nullable String seen) {
    return listeners.listen(orderId, caller, seen);
  }

  @GetMapping("/{orderId}/timeline")
  CompletableFuture<List<TimelineView.Entry>> timeline(@PathVariable UUID orderId, Caller caller) {
    return mustSee(orderId, caller)
        .thenCompose(seen -> answers.ifAny(new FindTimeline(orderId), TimelineView.class))
        .thenApply(timeline -> timeline.orElseThrow(() -> Problems.notFound("order", orderId)))
        .thenApply(TimelineView::entries);
  }

  @PostMapping("/{orderId}/cancellation")
  CompletableFuture<ResponseEntity<?>> cancel(
      @PathVariable UUID orderId, IdempotencyKey key, Caller caller) {
    return mustOwn(orderId, caller)
        .thenCompose(
            owned ->
                idempotency.answer(
                    key,
                    Map.of(),
                    cancellationId ->
                        commands
                            .<OrderCancelled>send(new CancelOrder(orderId, cancellationId))
                            .thenCompose(done -> news.find(orderId, null))
                            .thenApply(order -> ResponseEntity.accepted().body(order))));
  }

  @GetMapping
  CompletableFuture<PageResponse<OrderView>> list(
      @RequestParam(required = false) @Nullable UUID userId,
      @Valid PageParameters page,
      Caller caller) {
    return caller.list(
        userId,
        page,
        whose ->
            answers.to(
                new FindOrders(whose, page.pageOrDefault(), page.sizeOrDefault(), null),
                OrderPage.class));
  }

  /** Whose an order is must be asked, unless it makes no difference. */
  private CompletableFuture<?> mustSee(UUID orderId, Caller caller) {
    UUID only = caller.seesOnly();
    return only == null ? CompletableFuture.completedFuture(null) : news.find(orderId, only);
  }

  private CompletableFuture<?> mustOwn(UUID orderId, Caller caller) {
    return caller.mayAll()
        ? CompletableFuture.completedFuture(null)
        : news.find(orderId, caller.seesOnly())
            .thenAccept(order -> caller.mustOwn("user", order.userId()));
  }

  private static Optional<PreferredWait> preferredWait(HttpHeaders headers) {
    return PreferredWait.in(headers.getOrDefault(PreferredWait.HEADER, List.of()));
  }

  private static ResponseEntity.BodyBuilder response(
      HttpStatus status, Optional<PreferredWait> wait) {
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    wait.ifPresent(wish -> response.header(PreferredWait.APPLIED_HEADER, wish.applied()));
    return response;
  }
}
