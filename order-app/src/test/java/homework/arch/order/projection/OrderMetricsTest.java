package homework.arch.order.projection;

import static homework.arch.order.OrderVocabulary.APPROVED;
import static homework.arch.order.OrderVocabulary.PLACED;
import static homework.arch.order.OrderVocabulary.mailAbout;
import static homework.arch.testing.Vocabulary.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.notification.NotificationKind;
import homework.arch.api.notification.NotificationSent;
import homework.arch.api.notification.NotificationStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;

class OrderMetricsTest {

  private static final NotificationSent MAIL =
      mailAbout(ORDER, NotificationKind.ORDER_APPROVED, NotificationStatus.STORED);

  /** Axon tells the end of a batch for its last event first. */
  @Test
  void anOrderThatBeginsAndEndsInOneBatchIsMeasured() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    AnnotationEventHandlerAdapter handlers =
        new AnnotationEventHandlerAdapter(new OrderMetrics(meters));
    List<EventMessage<Object>> events =
        Stream.of(PLACED, APPROVED, MAIL)
            .<EventMessage<Object>>map(GenericEventMessage::asEventMessage)
            .toList();
    UnitOfWork<EventMessage<Object>> batch = new BatchingUnitOfWork<>(events);

    batch.executeWithResult(() -> handlers.handle(batch.getMessage()));

    assertThat(meters.get("arch.saga.started").counter().count()).isEqualTo(1);
    for (String timer : List.of("arch.order.decided", "arch.order.mailed")) {
      assertThat(meters.get(timer).tag("outcome", "approved").timer().count()).isEqualTo(1);
    }
  }
}
