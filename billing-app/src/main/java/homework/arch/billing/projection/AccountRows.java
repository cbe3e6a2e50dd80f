package homework.arch.billing.projection;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface AccountRows extends JpaRepository<AccountRow, UUID> {

  /** In a moment, however many there are: a replay begins with it. */
  @Override
  @Modifying
  @Query(nativeQuery = true, value = "truncate billing.account_view")
  void deleteAllInBatch();
}
