package homework.arch.billing.projection;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface OperationRows extends JpaRepository<OperationRow, UUID> {

  Page<OperationRow> findByUserId(UUID userId, Pageable page);

  List<OperationRow> findByOperationIdGreaterThanEqualOrderByOperationId(UUID from, Limit limit);
}
