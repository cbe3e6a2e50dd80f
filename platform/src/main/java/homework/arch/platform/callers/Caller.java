package homework.arch.platform.callers;

import homework.arch.api.DerivedId;
import homework.arch.api.Page;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Problems;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * Who calls. Each method of a controller that is about somebody takes it, and says with it who may;
 * these are the rules:
 *
 * <ul>
 *   <li>What is a user's is seen by that user and by operators: {@link #mustSee}, {@link
 *       #seesOnly}, {@link #list}.
 *   <li>With what is a user's that user alone acts, in money and orders: {@link #mustOwn}. An
 *       operator is told that he may not.
 *   <li>For everybody else it is not there. The answer is the one about a thing that does not
 *       exist, and comes in the same time: either nobody looks for the thing, or for both.
 *   <li>Where no issuer is set, everybody may all.
 * </ul>
 *
 * @param userId the user that the token's subject is, registered or not; null where no issuer is
 *     set
 */
public record Caller(@Nullable UUID userId, boolean isOperator) {

  /** The name of the role, within the process, that an operator has. */
  public static final String OPERATOR = "OPERATOR";

  static final Caller ANYBODY = new Caller(null, true);

  /** Derived, so that every service knows whose token it is without asking. */
  static UUID userId(String subject) {
    return DerivedId.of("subject", subject);
  }

  /** Whether there is nothing that the caller may not, as no issuer is set. */
  public boolean mayAll() {
    return userId == null;
  }

  /** Whose things alone the caller sees; null for who sees everybody's. */
  public @Nullable UUID seesOnly() {
    return isOperator ? null : userId;
  }

  /**
   * Goes on if the caller may see what is this user's.
   *
   * @param what what the path or the body names by the user's id, such as {@code account}
   */
  public void mustSee(String what, UUID owner) {
    UUID only = seesOnly();
    if (only != null && !only.equals(owner)) {
      throw Problems.notFound(what, owner);
    }
  }

  /** Goes on if the caller is this user, and may act with what is his. */
  public void mustOwn(String what, UUID owner) {
    mustSee(what, owner);
    if (userId != null && !userId.equals(owner)) {
      throw Problems.exception(ProblemType.FORBIDDEN, "Only the owner may do that.");
    }
  }

  /**
   * A page of the caller's own, or of everybody's for who sees all. What is asked of another user
   * is an empty page.
   *
   * @param asked whose it is asked for; null if nobody is named
   * @param find finds those of a user, or everybody's for null
   */
  public <T> CompletableFuture<PageResponse<T>> list(
      @Nullable UUID asked,
      PageParameters page,
      Function<@Nullable UUID, ? extends CompletableFuture<? extends Page<T>>> find) {
    UUID only = seesOnly();
    if (only != null && asked != null && !only.equals(asked)) {
      return CompletableFuture.completedFuture(PageResponse.of(List.of(), 0, page));
    }
    return find.apply(only == null ? asked : only).thenApply(found -> PageResponse.of(found, page));
  }

  /** Of a request that {@link ResourceServer} has let in. */
  static Caller of(NativeWebRequest request) {
    Principal principal = request.getUserPrincipal();
    if (principal == null) {
      throw new IllegalStateException("nobody is let in without a token");
    }
    return new Caller(UUID.fromString(principal.getName()), request.isUserInRole(OPERATOR));
  }
}
