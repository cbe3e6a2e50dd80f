package homework.arch.notification.projection;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface NotificationRows extends JpaRepository<NotificationRow, UUID> {

  /** In a moment, however many there are: a replay begins with it. */
  @Override
  @Modifying
  @Query(nativeQuery = true, value = "truncate notifications.notification_view")
  void deleteAllInBatch();
}
