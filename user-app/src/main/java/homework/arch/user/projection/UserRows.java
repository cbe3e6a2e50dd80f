package homework.arch.user.projection;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface UserRows extends JpaRepository<UserRow, UUID> {

  List<UserRow> findByUserIdGreaterThanEqualOrderByUserId(UUID from, Limit limit);
}
