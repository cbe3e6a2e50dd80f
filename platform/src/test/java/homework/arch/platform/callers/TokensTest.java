package homework.arch.platform.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import homework.arch.platform.startup.CannotStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class TokensTest {

  private final MockEnvironment environment =
      new MockEnvironment().withProperty("arch.issuer", "http://localhost:1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          roles                            | {"roles": ["user", "operator"]}                | true
          roles                            | {"roles": "user operator"}                     | true
          roles                            | {"roles": true}                                | true
          realm_access.roles               | {"realm_access": {"roles": ["operator"]}}      | true
          resource_access.arch.roles       | {"resource_access": {"arch": {"roles": true}}} | true
          https://example.org/roles        | {"https://example.org/roles": "operator"}      | true
          roles                            | {}                                             | false
          roles                            | {"roles": []}                                  | false
          roles                            | {"roles": ["user", "operators"]}               | false
          roles                            | {"roles": "operators cooperator"}              | false
          roles                            | {"roles": false}                               | false
          roles                            | {"roles": null}                                | false
          roles                            | {"roles": 1}                                   | false
          roles                            | {"roles": {"operator": true}}                  | false
          roles                            | {"realm_access": {"roles": ["operator"]}}      | false
          realm_access.roles               | {"realm_access": ["operator"]}                 | false
          """)
  void anOperatorIsWhoseTokenSaysSo(String claim, String claims, boolean isOperator) {
    environment
        .withProperty("arch.audience", "api")
        .withProperty("arch.operator-claim", claim)
        .withProperty("arch.operator-role", "operator");

    assertThat(
            new Tokens(environment)
                .isOperator(new JsonMapper().readValue(claims, new TypeReference<>() {})))
        .isEqualTo(isOperator);
  }

  @Test
  void anIssuerWithoutAnAudienceIsAMistake() {
    assertThatThrownBy(() -> new Tokens(environment))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("arch.audience");
  }

  @Test
  void anIdTokenOfThePageIsNoAccessToken() {
    environment.withProperty("arch.audience", "shop").withProperty("arch.page.client-id", "shop");
    assertThatThrownBy(() -> new Tokens(environment))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("ID token");
  }

  @Test
  void anIssuerThatIsAwayIsNotAskedAgainAtOnce() {
    IssuerKeys keys = new IssuerKeys("http://localhost:1");
    assertThat(keys.areAway()).isFalse();

    Throwable first = catchThrowable(() -> get(keys));

    assertThat(first).isInstanceOf(JWKSetUnavailableException.class);
    assertThat(keys.areAway()).isTrue();
    assertThat(catchThrowable(() -> get(keys))).isSameAs(first);
  }

  private static void get(IssuerKeys keys) throws JWKSetUnavailableException {
    keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), 0, new SecurityContext() {});
  }
}
