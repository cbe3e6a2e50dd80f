package homework.arch.order.projection;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface OrderRows extends JpaRepository<OrderRow, UUID> {

  Page<OrderRow> findByUserId(UUID userId, Pageable page);

  /**
   * Those that are not decided, or whose money may be on its way back.
   *
   * @param settling the events that tell that it is not
   */
  @Query(
      nativeQuery = true,
      value =
          """
          select order_id from orders.order_view o where user_id = :userId and (status = 'PENDING'
            or ((status = 'CANCELLED' or rejection_reason = 'PAYMENT_TIMEOUT') and not exists (
              select from orders.timeline t
              where t.order_id = o.order_id and t.event in (:settling))))""")
  List<UUID> findUnderWay(UUID userId, Collection<String> settling);

  List<OrderRow> findByOrderIdGreaterThanEqualOrderByOrderId(UUID from, Limit limit);
}
