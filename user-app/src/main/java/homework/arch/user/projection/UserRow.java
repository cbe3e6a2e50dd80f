package homework.arch.user.projection;

import homework.arch.api.user.UserView;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(schema = "users", name = "user_view")
class UserRow {

  @Id private UUID userId;
  private @Nullable String name;
  private @Nullable String email;
  private Instant createdAt;
  private @Nullable Instant erasedAt;

  protected UserRow() {}

  /** As it is stored. */
  UserView toView() {
    return new UserView(userId, name, email, createdAt, erasedAt);
  }
}
