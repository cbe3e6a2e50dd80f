package homework.arch.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How many requests of the API a caller may send. Each has a bucket of its own that empties by one
 * with each request and is refilled steadily; who finds it empty gets 429 at once. A caller is the
 * subject of a token, or an address where there is none. Each process counts by itself.
 *
 * <p>What comes from an address without a token, or with wrong ones, is no reason to refuse a good
 * token from there: many may have that address.
 *
 * <p>Callers are told what is left in the fields of the IETF draft <a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header
 * fields for HTTP</a>.
 */
public final class RateLimit {

  static final String HEADER = "RateLimit";
  static final String POLICY_HEADER = "RateLimit-Policy";

  private static final String LET_IN = RateLimit.class.getName() + ".let-in";
  private static final String OVER = RateLimit.class.getName() + ".over";

  /** At least one request becomes possible in each second. */
  private static final String SOON = "1";

  /** A caller who has been forgotten for others has a full bucket when it comes again. */
  private static final int MOST_CALLERS = 20_000;

  /** How many callers' wrong tokens an address may send: tokens expire behind proxies too. */
  private static final int WRONG_TOKENS = 4;

  /** What one subscriber gets of IPv6 addresses is half of each. */
  private static final int NETWORK_BYTES = 8;

  private final Buckets callers;
  private final Buckets wrongTokens;

  /**
   * @param perSecond how many requests each caller may send for ever
   * @param burst how many at once, after a pause
   */
  RateLimit(int perSecond, int burst, TimeMeter clock) {
    callers = new Buckets("caller", perSecond, burst, clock);
    wrongTokens = new Buckets("wrong-token", WRONG_TOKENS * perSecond, WRONG_TOKENS * burst, clock);
  }

  /** Behind the log-in, which says who calls. */
  final class OfCallers extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      request.setAttribute(LET_IN, true);
      if (isFile(request)) {
        chain.doFilter(request, response);
        return;
      }
      Principal caller = request.getUserPrincipal();
      ConsumptionProbe probe =
          callers
              .of(caller == null ? addressOf(request) : "subject " + caller.getName())
              .tryConsumeAndReturnRemaining(1);
      callers.tell(response, probe.getRemainingTokens());
      if (probe.isConsumed()) {
        chain.doFilter(request, response);
      } else {
        refuse(response);
      }
    }
  }

  /**
   * In front of the log-in, where only the address is known. What the log-in does not let through
   * counts for it. After too much of it a request without a token is refused here; a token is
   * looked at all the same, and if it is wrong the log-in refuses it by {@link #isOver}.
   */
  final class OfStrangers extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return isFile(request) && !hasToken(request);
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      Buckets buckets = hasToken(request) ? wrongTokens : callers;
      Bucket ofAddress = buckets.of(addressOf(request));
      long left = ofAddress.getAvailableTokens();
      buckets.tell(response, Math.max(0, left - 1));
      if (left < 1) {
        if (!hasToken(request)) {
          refuse(response);
          return;
        }
        request.setAttribute(OVER, true);
      }
      chain.doFilter(request, response);
      boolean isOurFault = response.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR.value();
      if (request.getAttribute(LET_IN) == null && !isOurFault) {
        ofAddress.tryConsume(1);
      }
    }
  }

  /** Whether too many wrong tokens came from where this request comes from. */
  public static boolean isOver(HttpServletRequest request) {
    return request.getAttribute(OVER) != null;
  }

  private static boolean hasToken(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
  }

  /** By the path as Tomcat understands it, so that nobody writes another in front of it. */
  private static boolean isFile(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.equals("/")
        || path.equals("/swagger-ui.html")
        || path.startsWith("/page/")
        || path.startsWith("/webjars/");
  }

  /** Of one kind. */
  private static final class Buckets {

    private final Bandwidth bandwidth;
    private final TimeMeter clock;
    private final String name;
    private final String policy;
    private final Cache<String, Bucket> buckets;

    Buckets(String name, int perSecond, int burst, TimeMeter clock) {
      int seconds = (burst + perSecond - 1) / perSecond; // until an empty bucket is full
      this.bandwidth =
          Bandwidth.builder()
              .capacity(burst)
              .refillGreedy(perSecond, Duration.ofSeconds(1))
              .build();
      this.clock = clock;
      this.name = name;
      this.policy = "\"%s\";q=%d;w=%d".formatted(name, burst, seconds);
      this.buckets =
          Caffeine.newBuilder()
              .maximumSize(MOST_CALLERS)
              .expireAfterAccess(Duration.ofSeconds(seconds))
              .ticker(clock::currentTimeNanos)
              .build();
    }

    Bucket of(String caller) {
      return buckets.get(
          caller,
          unknown -> Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(clock).build());
    }

    void tell(HttpServletResponse response, long left) {
      response.setHeader(POLICY_HEADER, policy);
      response.setHeader(HEADER, "\"" + name + "\";r=" + left + ";t=" + SOON);
    }
  }

  /** {@link ProblemReportValve} makes a problem detail of it. */
  public static void refuse(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, SOON);
    response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
  }

  private static String addressOf(HttpServletRequest request) {
    return "address " + networkOf(request.getRemoteAddr());
  }

  static String networkOf(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      // With a colon it is no name: nobody is asked for it.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
