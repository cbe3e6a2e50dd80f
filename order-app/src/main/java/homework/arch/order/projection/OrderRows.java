package homework.arch.order.projection;

import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface OrderRows extends JpaRepository<OrderRow, UUID> {

  Page<OrderRow> findByUserId(UUID userId, Pageable page);

  /** In a moment, however many there are: a replay begins with it. */
  @Override
  @Modifying
  @Query(nativeQuery = true, value = "truncate orders.order_view")
  void deleteAllInBatch();
}
