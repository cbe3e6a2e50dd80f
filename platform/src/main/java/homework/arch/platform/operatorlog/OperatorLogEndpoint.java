package homework.arch.platform.operatorlog;

import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code GET /actuator/operatorlog?page=0&size=20} lists the deeds of operators, newest first. */
@Endpoint(id = "operatorlog")
final class OperatorLogEndpoint {

  private static final int LARGEST_SIZE = 200;

  /** The database counts through all before a page. */
  private static final long FURTHEST = 100_000;

  private final OperatorLog log;

  OperatorLogEndpoint(OperatorLog log) {
    this.log = log;
  }

  @ReadOperation
  WebEndpointResponse<Object> list(@Nullable Integer page, @Nullable Integer size) {
    PageParameters asked = new PageParameters(page, size);
    int number = asked.pageOrDefault();
    int length = asked.sizeOrDefault();
    if (number < 0 || length < 1 || length > LARGEST_SIZE || (long) number * length > FURTHEST) {
      return new WebEndpointResponse<>(
          Map.of("error", "size must be from 1 to 200, and page times size at most 100000."), 400);
    }
    long total = log.count();
    return new WebEndpointResponse<>(
        PageResponse.of(log.list(length, number * length), total, asked));
  }
}
