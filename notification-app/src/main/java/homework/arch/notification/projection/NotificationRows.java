package homework.arch.notification.projection;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface NotificationRows extends JpaRepository<NotificationRow, UUID> {

  List<NotificationRow> findByNotificationIdGreaterThanEqualOrderByNotificationId(
      UUID from, Limit limit);
}
