package homework.arch.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RateLimitTest {

  private long now = Duration.ofDays(1).toNanos();

  private final RateLimit limit =
      new RateLimit(
          2,
          5,
          new TimeMeter() {

            @Override
            public long currentTimeNanos() {
              return now;
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  /** What is answered to a caller at an address, who may have a token. */
  private MockHttpServletResponse call(
      Filter filter, String path, String address, @Nullable String subject, int status)
      throws ServletException, IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setServletPath(path);
    request.setRemoteAddr(address);
    if (subject != null) {
      Principal principal = () -> subject;
      request.setUserPrincipal(principal);
      request.addHeader("Authorization", "Bearer " + subject);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(
        request,
        response,
        new MockFilterChain() {

          @Override
          public void doFilter(ServletRequest asked, ServletResponse answer)
              throws ServletException, IOException {
            if (status == 401 && RateLimit.isOver(request)) {
              RateLimit.refuse(response);
              return;
            }
            response.setStatus(status);
            if (filter instanceof RateLimit.OfStrangers && status == 200) {
              limit.new OfCallers().doFilter(asked, answer, new MockFilterChain());
            }
          }
        });
    return response;
  }

  private MockHttpServletResponse call(String address, @Nullable String subject)
      throws ServletException, IOException {
    return call(limit.new OfCallers(), "/users", address, subject, 200);
  }

  /** It is let in by 200. */
  private MockHttpServletResponse logIn(String address, @Nullable String subject, int status)
      throws ServletException, IOException {
    return call(limit.new OfStrangers(), "/users", address, subject, status);
  }

  @Test
  void aCallerSendsABurstAndThenGoesOnAtTheRate() throws Exception {
    for (int left = 4; left >= 0; left--) {
      MockHttpServletResponse answer = call("10.0.0.1", null);
      assertThat(answer.getStatus()).isEqualTo(200);
      assertThat(answer.getHeader("RateLimit")).isEqualTo("\"caller\";r=" + left + ";t=1");
      assertThat(answer.getHeader("RateLimit-Policy")).isEqualTo("\"caller\";q=5;w=3");
    }
    MockHttpServletResponse refused = call("10.0.0.1", null);
    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
    assertThat(refused.getHeader("RateLimit")).isEqualTo("\"caller\";r=0;t=1");

    now += Duration.ofSeconds(1).toNanos();
    assertThat(call("10.0.0.1", null).getStatus()).isEqualTo(200);
    assertThat(call("10.0.0.1", null).getStatus()).isEqualTo(200);
    assertThat(call("10.0.0.1", null).getStatus()).isEqualTo(429);
  }

  @Test
  void aSubjectIsOneCallerWhereverItIsAndOthersAreNotHeldUp() throws Exception {
    for (int i = 0; i < 5; i++) {
      call("10.0.0." + i, "anna");
    }
    assertThat(call("10.0.0.9", "anna").getStatus()).isEqualTo(429);
    assertThat(call("10.0.0.1", "boris").getStatus()).isEqualTo(200);
    assertThat(call("10.0.0.1", null).getStatus()).isEqualTo(200);
    // Whoever calls himself as an address is called is another one.
    assertThat(call("anna", null).getStatus()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/page/js/app.js", "/swagger-ui.html", "/webjars/swagger-ui/swagger-ui.css"})
  void filesAreNotCounted(String path) throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(call(limit.new OfCallers(), path, "10.0.0.1", null, 200).getStatus())
          .isEqualTo(200);
    }
    assertThat(call("10.0.0.1", null).getHeader("RateLimit")).contains("r=4");
  }

  @Test
  void whatComesWithoutATokenIsLimitedByAddressAndHoldsUpNoToken() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(logIn("10.0.0.1", "anna " + i, 200).getStatus()).isEqualTo(200);
      assertThat(logIn("10.0.0.1", null, 503).getStatus()).isEqualTo(503);
    }
    for (int left = 4; left >= 0; left--) {
      MockHttpServletResponse refused =
          logIn("10.0.0.1", null, List.of(401, 403, 400).get(left % 3));
      assertThat(refused.getStatus()).isIn(400, 401, 403);
      assertThat(refused.getHeader("RateLimit")).isEqualTo("\"caller\";r=" + left + ";t=1");
    }
    assertThat(logIn("10.0.0.1", null, 401).getStatus()).isEqualTo(429);
    assertThat(logIn("10.0.0.2", null, 401).getStatus()).isEqualTo(401);
    MockHttpServletResponse letIn = logIn("10.0.0.1", "anna", 200);
    assertThat(letIn.getStatus()).isEqualTo(200);
    assertThat(letIn.getHeader("RateLimit")).as("hers").isEqualTo("\"caller\";r=4;t=1");
    now += Duration.ofSeconds(1).toNanos();
    assertThat(logIn("10.0.0.1", null, 401).getStatus()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users", "/", "/page/js/app.js"})
  void wrongTokensAreCountedByAddressAndHoldUpNoGoodOne(String path) throws Exception {
    for (int left = 19; left >= 0; left--) {
      MockHttpServletResponse refused =
          call(limit.new OfStrangers(), path, "10.0.0.1", "wrong", 401);
      assertThat(refused.getStatus()).isEqualTo(401);
      assertThat(refused.getHeader("RateLimit")).isEqualTo("\"wrong-token\";r=" + left + ";t=1");
      assertThat(refused.getHeader("RateLimit-Policy")).isEqualTo("\"wrong-token\";q=20;w=3");
    }
    assertThat(call(limit.new OfStrangers(), path, "10.0.0.1", "wrong", 401).getStatus())
        .isEqualTo(429);
    assertThat(call(limit.new OfStrangers(), path, "10.0.0.2", "wrong", 401).getStatus())
        .isEqualTo(401);
    assertThat(logIn("10.0.0.1", "anna", 200).getStatus()).isEqualTo(200);
    assertThat(logIn("10.0.0.1", null, 401).getStatus()).isEqualTo(401);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(call(limit.new OfStrangers(), path, "10.0.0.1", "wrong", 401).getStatus())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
    "2001:db8:1:2:0:0:0:1, 2001:db8:1:2::2, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "10.0.0.1, 10.0.0.2, false",
    "no:address, no:address, true",
  })
  void aSubscriberHasANetworkOfIpv6Addresses(String one, String other, boolean same) {
    assertThat(RateLimit.networkOf(one).equals(RateLimit.networkOf(other))).isEqualTo(same);
  }
}
