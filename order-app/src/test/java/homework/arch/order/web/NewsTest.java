package homework.arch.order.web;

import static homework.arch.order.OrderVocabulary.PRICE;
import static homework.arch.testing.Vocabulary.ORDER;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.YESTERDAY;

import homework.arch.api.order.FindOrder;
import homework.arch.api.order.OrderStatus;
import homework.arch.api.order.OrderView;
import homework.arch.platform.axon.Answers;
import java.time.Duration;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** The news of one order, which at first is pending. */
abstract class NewsTest {

  static final Duration LONG = Duration.ofSeconds(30);

  private final SimpleQueryBus bus = SimpleQueryBus.builder().build();
  final OrderNews news =
      new OrderNews(
          new Answers(DefaultQueryGateway.builder().queryBus(bus).build(), LONG), Runnable::run);

  /** What who asks for the order is told. */
  @Nullable OrderView known = order(OrderStatus.PENDING);

  static OrderView order(OrderStatus status) {
    return new OrderView(ORDER, USER, PRICE, null, status, null, YESTERDAY, null);
  }

  @BeforeEach
  void ordersCanBeAskedFor() {
    bus.subscribe(FindOrder.class.getName(), OrderView.class, query -> known);
  }
}
