package homework.arch.order.projection;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface TimelineRows extends JpaRepository<TimelineRow, String> {

  /** Two events may share a position, see {@link TimelineProjection}. */
  List<TimelineRow> findByOrderIdOrderByStreamPositionAscHappenedAtAscEventIdAsc(UUID orderId);
}
