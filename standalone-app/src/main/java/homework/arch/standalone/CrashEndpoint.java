package homework.arch.standalone;

import homework.arch.platform.web.Loopback;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Shows what a crash does to orders that are under way: {@code POST /actuator/crash} is answered
 * with 202, and then the process ends on the spot, as by {@code kill -9}. {@link Launcher} starts
 * it again.
 *
 * <p>It is there only if nobody but the users of this computer can reach it, or {@code
 * arch.crash-allowed} says that everybody may.
 */
@Component
@Endpoint(id = "crash")
@Conditional(CrashEndpoint.Allowed.class)
final class CrashEndpoint {

  @WriteOperation
  WebEndpointResponse<Void> crash() throws IOException {
    ServletRequestAttributes call =
        (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
    HttpServletRequest request = call.getRequest();
    if ("cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      return new WebEndpointResponse<>(403); // some page in the browser of a user of this computer
    }
    HttpServletResponse response = Objects.requireNonNull(call.getResponse());
    response.setStatus(202);
    response.setContentLength(0);
    response.flushBuffer(); // whole, and sent
    Runtime.getRuntime().halt(Launcher.CRASHED);
    throw new AssertionError("halted");
  }

  static final class Allowed implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      Environment environment = context.getEnvironment();
      return environment.getProperty("arch.crash-allowed", Boolean.class, false)
          || (Loopback.is(environment.getProperty("server.address"))
              && Loopback.is(environment.getProperty("management.server.address")));
    }
  }
}
