package homework.arch.user.projection;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface UserRows extends JpaRepository<UserRow, UUID> {}
