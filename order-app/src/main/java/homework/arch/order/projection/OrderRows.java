package homework.arch.order.projection;

import homework.arch.api.order.OrderStatus;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface OrderRows extends JpaRepository<OrderRow, UUID> {

  Page<OrderRow> findByUserId(UUID userId, Pageable page);

  List<OrderRow> findByUserIdAndStatus(UUID userId, OrderStatus status);

  List<OrderRow> findByOrderIdGreaterThanEqualOrderByOrderId(UUID from, Limit limit);
}
