package homework.arch.order.projection;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface TimelineRows extends JpaRepository<TimelineRow, String> {

  /** Two events may share a position, see {@link TimelineProjection}. */
  List<TimelineRow> findByOrderIdOrderByStreamPositionAscHappenedAtAscEventIdAsc(UUID orderId);

  /** In a moment, however many there are: a replay begins with it. */
  @Override
  @Modifying
  @Query(nativeQuery = true, value = "truncate orders.timeline")
  void deleteAllInBatch();
}
