package homework.arch.user.projection;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface UserRows extends JpaRepository<UserRow, UUID> {

  /** In a moment, however many there are: a replay begins with it. */
  @Override
  @Modifying
  @Query(nativeQuery = true, value = "truncate users.user_view")
  void deleteAllInBatch();
}
