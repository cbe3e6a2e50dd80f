package homework.arch.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class OperatorAccessTest {

  /** What a browser on this computer sends for the page. */
  private static MockHttpServletRequest ofThePage() {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/actuator/crash");
    request.setRemoteAddr("127.0.0.1");
    request.setLocalAddr("127.0.0.1");
    request.addHeader("Host", "localhost:8080");
    request.addHeader("Origin", "http://localhost:8080");
    request.addHeader("Sec-Fetch-Site", "same-origin");
    request.addHeader(OperatorAccess.HEADER, "1");
    return request;
  }

  private static MockHttpServletRequest with(String header, String value) {
    MockHttpServletRequest request = ofThePage();
    request.removeHeader(header);
    request.addHeader(header, value);
    return request;
  }

  @Test
  void thePageMayOperateOnThisComputer() {
    assertThat(OperatorAccess.LOOPBACK.isFor(ofThePage())).isTrue();
    assertThat(OperatorAccess.ALWAYS.isFor(ofThePage())).isTrue();
    assertThat(OperatorAccess.NEVER.isFor(ofThePage())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, http://127.0.0.1:8080",
    "[::1]:8080, http://[::1]:8080",
    "localhost, http://localhost",
  })
  void eachNameOfThisComputerWillDo(String host, String origin) {
    MockHttpServletRequest request = with("Host", host);
    request.removeHeader("Origin");
    request.addHeader("Origin", origin);
    assertThat(OperatorAccess.LOOPBACK.isFor(request)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOOPBACK", "ALWAYS"})
  void aPageFromElsewhereMayNotOperate(OperatorAccess access) {
    assertThat(access.isFor(with("Origin", "http://evil.example"))).isFalse();
    assertThat(access.isFor(with("Origin", "http://localhost:9999"))).isFalse();
    assertThat(access.isFor(with("Origin", "null"))).isFalse();
    assertThat(access.isFor(with("Sec-Fetch-Site", "cross-site"))).isFalse();
    assertThat(access.isFor(with("Sec-Fetch-Site", "same-site"))).isFalse();
    assertThat(access.isFor(with("Sec-Fetch-Site", "none"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOOPBACK", "ALWAYS"})
  void whatAFormCanSendIsNotEnough(OperatorAccess access) {
    MockHttpServletRequest request = ofThePage();
    request.removeHeader(OperatorAccess.HEADER);
    assertThat(access.isFor(request)).isFalse();
  }

  /** DNS rebinding: the browser believes that it is at home there. */
  @ParameterizedTest
  @ValueSource(strings = {"evil.example:8080", "localhost.evil.example", "10.0.0.7:8080", ""})
  void aNameThatWasMadeToLeadHereIsNone(String host) {
    MockHttpServletRequest request = with("Host", host);
    request.removeHeader("Origin");
    request.addHeader("Origin", "http://" + host);
    assertThat(OperatorAccess.LOOPBACK.isFor(request)).isFalse();
  }

  /** Where there is an issuer; others than operators are held back before. */
  @Test
  void anOperatorWithATokenMayOperateFromAnywhere() {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/actuator/crash");
    request.setRemoteAddr("10.0.0.7");
    assertThat(OperatorAccess.ALWAYS.isFor(request)).isFalse();
    request.setUserPrincipal(() -> "olga");
    assertThat(OperatorAccess.LOOPBACK.isFor(request)).isTrue();
    assertThat(OperatorAccess.ALWAYS.isFor(request)).isTrue();
    assertThat(OperatorAccess.NEVER.isFor(request)).isFalse();
  }

  @Test
  void anotherComputerMayNotOperate() {
    MockHttpServletRequest from = ofThePage();
    from.setRemoteAddr("10.0.0.7");
    MockHttpServletRequest at = ofThePage();
    at.setLocalAddr("10.0.0.1");
    assertThat(OperatorAccess.LOOPBACK.isFor(from)).isFalse();
    assertThat(OperatorAccess.LOOPBACK.isFor(at)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "Via"})
  void whatComesThroughAProxyIsNotOfThisComputer(String header) {
    MockHttpServletRequest request = ofThePage();
    request.addHeader(header, "10.0.0.7");
    assertThat(OperatorAccess.LOOPBACK.isFor(request)).isFalse();
  }
}
