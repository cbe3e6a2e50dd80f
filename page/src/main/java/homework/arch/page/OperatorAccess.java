package homework.arch.page;

import homework.arch.platform.web.Loopback;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;

/**
 * Whose operator's calls are answered on the main port; the values of arch.page.operate. With an
 * issuer nobody but an operator comes so far, from wherever: a token is in no request that another
 * site makes, and says more than an address.
 */
enum OperatorAccess {
  /** Nobody's. */
  NEVER,
  /** Those of the page, in a browser on this computer; with an issuer, those of operators. */
  LOOPBACK,
  /** Those of the page, for everybody who can open it; with an issuer, those of operators. */
  ALWAYS;

  /** A page from elsewhere cannot send it: the browser asks first, and nobody answers. */
  static final String HEADER = "X-Arch-Page";

  private static final Set<String> LOOPBACK_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final List<String> OF_PROXIES =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  boolean isFor(HttpServletRequest request) {
    return switch (this) {
      case NEVER -> false;
      case LOOPBACK ->
          isOfAnOperator(request) || (isOfThisComputer(request) && isOfThePage(request));
      case ALWAYS -> isOfAnOperator(request) || isOfThePage(request);
    };
  }

  /** Without an issuer nobody is known; with one, the chain of filters lets in no others here. */
  private static boolean isOfAnOperator(HttpServletRequest request) {
    return request.getUserPrincipal() != null;
  }

  /** Another site's page that runs in the same browser must not be able to do anything here. */
  private static boolean isOfThePage(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    return request.getHeader(HEADER) != null
        && (site == null || site.equals("same-origin"))
        && (origin == null || origin.replaceFirst("^https?://", "").equals(host(request)));
  }

  /** By the name as well: one of another site may have been made to lead here. */
  private static boolean isOfThisComputer(HttpServletRequest request) {
    return Loopback.is(request.getRemoteAddr())
        && Loopback.is(request.getLocalAddr())
        && LOOPBACK_NAMES.contains(host(request).replaceFirst(":\\d+$", ""))
        && OF_PROXIES.stream().allMatch(name -> request.getHeader(name) == null);
  }

  private static String host(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host == null ? "" : host;
  }
}
