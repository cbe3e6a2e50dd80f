package homework.arch.notification.projection;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface NotificationRows extends JpaRepository<NotificationRow, UUID> {}
