package homework.arch.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The page where people log in, with a real authorization server. */
@TestPropertySource(
    properties = "arch.data-folder=${" + InOneJvm.OWN_FOLDER + ":target}/page-login")
class PageLoginIT extends InOneJvm {

  private static final Issuer ISSUER = new Issuer();

  private static Chromium chromium;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("arch.issuer", ISSUER::url);
    settings.add("arch.audience", () -> Issuer.AUDIENCE);
  }

  @BeforeAll
  static void start() {
    chromium = Chromium.start(PageLoginIT.class);
    ISSUER.start();
  }

  @AfterAll
  static void stop() {
    ISSUER.close();
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void noComplaints() {
    chromium.closeWindows();
    assertThat(chromium.complaints()).isEmpty();
  }

  private String url() {
    return "http://localhost:" + port() + "/";
  }

  private static String newName() {
    return "anna-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private Page logIn(String name, String fragment) {
    Page page = chromium.open(url() + fragment);
    page.click("[data-log-in]");
    typeIn(page, name);
    assertThat(page.locator(".who")).hasText(name);
    return page;
  }

  private static void typeIn(Page page, String name) {
    page.fill("[name=username]", name);
    page.fill("[name=password]", name);
    page.click("[type=submit]");
  }

  private static Locator alert(Page page) {
    return page.getByRole(AriaRole.ALERT);
  }

  @Test
  void whoIsLoggedInOrdersAndSeesHisOwnAlone() {
    api().get("/users").expect(401);
    PageIT.threeClicks(logIn(newName(), ""));
    String name = newName();
    Page page = logIn(name, "");
    assertThat(page).hasURL(url()); // the code is gone
    assertThat(page.locator("nav >> text=Operate")).hasCount(0);
    PageIT.threeClicks(page);
    PageIT.expectMail(page, "Your order is paid");
    assertThat(page.locator(".node.order .note")).hasText("Approved"); // by the event stream
    assertThat(page.locator("play-view .mail-card")).containsText(name + "@example.org");
    page.click("nav >> text=Look");
    assertThat(page.locator(".row")).hasCount(1);
    assertThat(page.locator(".row")).containsText(name);
    page.click("look-view nav >> text=Orders");
    assertThat(page.locator(".row")).hasCount(1);
  }

  @Test
  void nothingThatIsStoredHoldsAToken() {
    Page page = logIn(newName(), "");
    Object stored =
        page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])");
    assertThat(stored).isEqualTo("[{},{},\"\"]");
  }

  /** The issuer knows him still; he is registered, and has what he had. */
  @Test
  void whoLoadsThePageAnewLogsInAnewAndGetsHisOwnUser() {
    Page page = logIn(newName(), "#look/orders");
    assertThat(page).hasURL(url() + "#look/orders");
    page.click("nav >> text=Play");
    PageIT.threeClicks(page);
    PageIT.expectMail(page, "Your order is paid");
    page.reload();
    page.click("[data-log-in]");
    page.click("[data-step=register]");
    assertThat(page.locator(".node.billing .note")).containsText("100.45");
    page.click("[data-try=refused]");
    PageIT.expectMail(page, "Your order could not be paid");
  }

  @Test
  void whoLogsOutIsAskedForHisPasswordTheNextTime() {
    Page page = logIn(newName(), "");
    page.click("[data-log-out]");
    assertThat(page.locator("[data-log-in]")).isVisible();
    assertThat(page.locator(".who")).hasCount(0);
    page.click("[data-log-in]");
    assertThat(page.locator("[name=password]")).isVisible();
  }

  @Test
  void anOperatorOperatesAndSeesAll() {
    String name = newName();
    PageIT.threeClicks(logIn(name, ""));
    Page page = logIn(Issuer.OPERATOR, "");
    page.click("nav >> text=Operate");
    assertThat(page.locator("[data-processor=order-saga]")).containsText("running");
    page.click("[data-audit]");
    assertThat(page.locator("operate-view [data-holds=true]")).isVisible();
    page.click("nav >> text=Look");
    assertThat(page.locator(".row", new Page.LocatorOptions().setHasText(name))).isVisible();
  }

  /** Neither by the page's header nor with a token that is no operator's. */
  @Test
  void nobodyElseOperates() {
    api().get("/actuator/deadletters", "X-Arch-Page", "1").expect(401);
    String token = "Bearer " + ISSUER.token("anna");
    for (String path : new String[] {"", "/deadletters", "/prometheus"}) {
      api().get("/actuator" + path, "X-Arch-Page", "1", "Authorization", token).expect(403);
    }
    String operator = "Bearer " + ISSUER.token("olga", Issuer.OPERATOR);
    api().get("/actuator/deadletters", "Authorization", operator).expect(200);
  }

  @Test
  void theLoginIsOverWhenTheTokenIsRefused() {
    Page page = logIn(newName(), "");
    page.route("**/users", route -> route.fulfill(new Route.FulfillOptions().setStatus(401)));
    page.click("[data-step=register]");
    assertThat(alert(page)).hasText("The login is over. Please log in again.");
    assertThat(page.locator(".who")).hasCount(0);
  }

  @Test
  void anAnswerThatNobodyWaitsForLogsNobodyIn() {
    Page page = chromium.open(url() + "?code=stolen&state=guessed");
    assertThat(alert(page)).containsText("does not belong");
    assertThat(page).hasURL(url());
  }

  @Test
  void anIssuerThatRefusesOrIsAwayIsTold() {
    Page page = chromium.open(url());
    page.route("**/.well-known/openid-configuration", Route::abort);
    page.click("[data-log-in]");
    assertThat(alert(page)).containsText("does not answer");
    page.unroute("**/.well-known/openid-configuration");
    page.route(
        "**/oauth2/token",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(400)
                    .setContentType("application/json")
                    .setBody("{\"error\": \"invalid_grant\"}")));
    page.click("[data-log-in]");
    typeIn(page, newName());
    assertThat(alert(page)).containsText("The issuer refused: invalid_grant");
  }

  @Test
  void overPlainHttpNobodyLogsIn() {
    Page page = chromium.open("http://arch.homework:" + port() + "/");
    page.click("[data-log-in]");
    assertThat(alert(page)).containsText("only over HTTPS");
  }
}
