package homework.arch.billing.projection;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface AccountRows extends JpaRepository<AccountRow, UUID> {

  List<AccountRow> findByUserIdGreaterThanEqualOrderByUserId(UUID from, Limit limit);
}
