package homework.arch.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

/** The page as people use it, in a real browser. What comes after a crash is in PageCrashIT. */
class PageIT extends InOneJvm {

  /** All that the first page loads, as it goes over the wire. */
  private static final int MOST_BYTES = 150_000;

  private static final Path PICTURES = Path.of("target", "page");

  private static Chromium chromium;

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start(PageIT.class);
  }

  @AfterAll
  static void stopBrowser() {
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

  private Page open(String fragment) {
    return chromium.open(url() + fragment);
  }

  static void threeClicks(Page page) {
    page.click("[data-step=register]");
    page.click("[data-step=deposit]");
    page.click("[data-step=order]");
  }

  static void expectMail(Page page, String subject) {
    assertThat(page.locator("play-view .mail-card h3")).hasText(subject);
  }

  private static void expectStory(Page page, String... names) {
    for (String name : names) {
      assertThat(page.locator(".story .name", new Page.LocatorOptions().setHasText(name)).first())
          .isVisible();
    }
  }

  @Test
  void threeClicksLeadToADecidedOrderAndItsMail() {
    Page page = open("");
    threeClicks(page);
    expectMail(page, "Your order is paid");
    assertThat(page.locator(".node.order .note")).hasText("Approved");
    assertThat(page.locator(".node.billing .note")).containsText("100.45");
    expectStory(
        page,
        "PlaceOrder",
        "OrderPlaced",
        "DebitAccount",
        "AccountDebited",
        "ApproveOrder",
        "OrderApproved",
        "SendNotification",
        "NotificationSent");
    assertThat(page.locator(".label.command", hasText("DebitAccount"))).isVisible();
    assertThat(page.locator(".label.event", hasText("AccountDebited"))).isVisible();

    picture(page, "play-light");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    picture(page, "play-dark");
    page.setViewportSize(390, 844);
    picture(page, "play-phone-dark");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    picture(page, "play-phone");
    expectNothingSticksOut(page);
  }

  private static Page.LocatorOptions hasText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  private static void expectNothingSticksOut(Page page) {
    Object width = page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assertThat(((Number) width).intValue()).as("it scrolls sideways").isLessThanOrEqualTo(0);
  }

  @Test
  void theKeyboardAloneWillDo() {
    Page page = open("");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.focus("[data-step=register]");
    page.keyboard().press("Enter");
    assertThat(page.locator("[data-step=deposit]")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("[data-step=order]")).isFocused();
    page.keyboard().press("Enter");
    expectMail(page, "Your order is paid");
  }

  @Test
  void whatTheMoneyDoesNotCoverIsRefusedWithAMail() {
    Page page = open("");
    page.click("[data-try=refused]");
    expectMail(page, "Your order could not be paid");
    assertThat(page.locator(".node.order .note")).hasText("Refused");
    assertThat(page.locator(".node.billing .note")).containsText("1,000.50");
    expectStory(page, "DebitRejected", "RejectOrder", "OrderRejected");
    picture(page, "play-refused");
  }

  @Test
  void aCancelledOrderGivesItsMoneyBack() {
    Page page = open("");
    assertThat(page.locator("[data-try=cancel]")).isDisabled();
    threeClicks(page);
    expectMail(page, "Your order is paid");
    page.click("[data-try=cancel]");
    expectMail(page, "Your order is cancelled");
    assertThat(page.locator(".node.order .note")).hasText("Cancelled");
    assertThat(page.locator(".node.billing .note")).containsText("1,000.50");
    expectStory(page, "CancelOrder", "VoidPayment", "PaymentRefunded");
  }

  /** The mail may be there before the state that the order's event stream tells. */
  @Test
  void anOrderIsPaidForThePageAlsoWhereItsEventStreamIsSilent() {
    Page page = open("");
    page.route(
        "**/orders/*",
        route -> {
          if ("text/event-stream".equals(route.request().headers().get("accept"))) {
            route.abort();
          } else {
            route.resume();
          }
        });
    threeClicks(page);
    expectMail(page, "Your order is paid");
    assertThat(page.locator("[data-try=cancel]")).isEnabled();
  }

  /** Where a browser keeps back what it gives to HTTPS and to localhost alone. */
  @Test
  void plainHttpWillDo() {
    Page page = chromium.open("http://arch.homework:" + port() + "/");
    threeClicks(page);
    expectMail(page, "Your order is paid");
  }

  @Test
  void theSecondAnswerIsTheFirst() {
    Page page = open("");
    page.click("[data-try=twice]");
    assertThat(page.locator("[data-twice=true]")).isVisible();
    List<String> answers = page.locator("[data-twice] td:last-child").allTextContents();
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0)).startsWith("201").isEqualTo(answers.get(1));
    expectMail(page, "Your order is paid");
  }

  @Test
  void aHundredOrdersAreEachDecidedOnce() {
    Page page = open("");
    page.click("[data-try=hundred]");
    assertThat(page.locator("[data-holds=true]"))
        .isVisible(new IsVisibleOptions().setTimeout(40_000));
    assertThat(page.locator("[data-count=approved]")).hasText("100");
    assertThat(page.locator("[data-count=mails]")).hasText("100");
    assertThat(page.locator("[data-proof=twice]")).hasText("0");
  }

  /** It takes half a minute of silence; the page is told of it here. */
  @Test
  void theDeadlineAndTheCompensationAreDrawn() {
    Page page = open("");
    page.route(
        Pattern.compile("/orders/[^/]+/timeline"),
        route ->
            json(
                route,
                200,
                """
                [{"at":"2026-11-22T10:00:00Z","service":"order-app","event":"OrderPlaced","detail":"Placed."},
                 {"at":"2026-11-22T10:00:30Z","service":"order-app","event":"OrderRejected","detail":"Too long."},
                 {"at":"2026-11-22T10:00:31Z","service":"billing-app","event":"PaymentVoided","detail":"Called off."},
                 {"at":"2026-11-22T10:00:31Z","service":"notification-app","event":"NotificationSent","detail":"Mail."}]"""));
    page.route(
        Pattern.compile("/orders/[^/]+$"),
        route -> {
          String id = route.request().url().replaceFirst(".*/", "");
          String order =
              ("{\"orderId\":\"%s\",\"userId\":\"%s\",\"price\":900.05,\"status\":\"REJECTED\","
                      + "\"rejectionReason\":\"PAYMENT_TIMEOUT\",\"placedAt\":\"2026-11-22T10:00:00Z\"}")
                  .formatted(id, UUID.randomUUID());
          if (route.request().headers().getOrDefault("accept", "").contains("event-stream")) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/event-stream")
                    .setBody("id:1\nevent:order\ndata:" + order + "\n\n"));
          } else {
            json(route, 200, order);
          }
        });
    threeClicks(page);
    expectStory(page, "The deadline is over", "VoidPayment", "PaymentVoided");
    assertThat(page.locator(".node.order .note")).hasText("Refused");
    assertThat(page.locator(".label.deadline")).isVisible();
    picture(page, "play-deadline");
  }

  private static void json(Route route, int status, String body) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setContentType("application/json")
            .setBody(body));
  }

  @Test
  void anotherWindowSeesItHappen() {
    String name = "Window " + UUID.randomUUID().toString().substring(0, 8);
    Page orders = open("#look/orders");
    Page inbox = open("#look/messages");
    Page play = open("");
    play.fill("[name=name]", name);
    threeClicks(play);
    Locator row = orders.locator(".row", hasText(name));
    assertThat(row).containsText("Approved");
    assertThat(row).containsText("900.05");
    assertThat(inbox.locator(".row", hasText("Your order is paid")).first()).isVisible();
    row.click();
    assertThat(orders.locator(".timeline")).containsText("NotificationSent");
    picture(orders, "look-orders");
    picture(inbox, "look-messages");
    orders.click("text=\"Account\"");
    assertThat(orders.locator("[data-balance]")).containsText("100.45");
    assertThat(orders.locator("canvas")).isVisible();
    assertThat(orders.locator(".account .row")).hasCount(2);
    picture(orders, "look-users");
    orders.setViewportSize(390, 844);
    picture(orders, "look-users-phone");
    expectNothingSticksOut(orders);
  }

  @Test
  void errorsAreShownWhereTheyHappenAndCanBeMended() {
    Page page = open("");
    page.route(
        "**/users",
        route ->
            json(
                route,
                503,
                "{\"type\":\"urn:problem:service-unavailable\",\"title\":\"Away\",\"status\":503,"
                    + "\"detail\":\"Please try again in a moment.\"}"));
    page.click("[data-step=register]");
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Please try again in a moment.");
    page.unroute("**/users");
    page.route("**/users", Route::abort);
    page.click("[data-step=register]");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nobody answers");
    page.unroute("**/users");
    threeClicks(page);
    expectMail(page, "Your order is paid");

    Page look = open("#look/orders");
    assertThat(look.locator(".row").first()).isVisible();
    look.route("**/orders?*", Route::abort);
    assertThat(look.getByRole(AriaRole.ALERT)).containsText("Nobody answers");
    look.unroute("**/orders?*");
    look.click("text=Try again");
    assertThat(look.getByRole(AriaRole.ALERT)).hasCount(0);
  }

  @Test
  void whatTheApiRefusesIsToldInItsWords() {
    Page page = open("");
    page.fill("[name=email]", "no address");
    page.click("[data-step=register]");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("email");
  }

  @Test
  void markupInANameIsText() {
    String name = "<img src=x onerror=alert(1)>";
    Page page = open("");
    page.fill("[name=name]", name);
    threeClicks(page);
    expectMail(page, "Your order is paid");
    assertThat(page.locator(".node.user .note")).containsText("<img src=x");
    page.navigate(url() + "#look/users");
    assertThat(page.locator(".row", hasText(name)).first()).isVisible();
    page.navigate(url() + "#look/orders");
    assertThat(page.locator(".row", hasText(name)).first()).isVisible();
    assertThat(page.locator("img[src=x]")).hasCount(0);
  }

  @Test
  void itSpeaksTheBrowsersLanguageAndTheOtherOne() {
    Page page = chromium.open(url(), "ru-RU", 1280, 900);
    assertThat(page.locator("h1")).hasText("Путь заказа");
    assertThat(page.locator("html")).hasAttribute("lang", "ru");
    threeClicks(page);
    expectMail(page, "Your order is paid"); // the mail is the service's
    assertThat(page.locator(".node.order .note")).hasText("Подтверждён");
    picture(page, "play-russian");
    page.click("text=\"EN\"");
    assertThat(page.locator("h1")).hasText("Watch an order travel");
    page.reload();
    assertThat(page.locator("h1")).hasText("Watch an order travel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#look/users", "#look/orders", "#look/messages", "#operate"})
  void everybodyCanUseIt(String section) throws IOException {
    String userId = api().userWith("1000.50");
    api().order(userId, "900.05", "Prefer", "wait=10").expect(201);
    Page page = open(section);
    if (section.isEmpty()) {
      threeClicks(page);
      expectMail(page, "Your order is paid");
    } else if (section.startsWith("#look")) {
      assertThat(page.locator(".row").first()).isVisible();
    } else {
      assertThat(page.locator("[data-processor=order-saga]")).isVisible();
    }
    String axe =
        new ClassPathResource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")
            .getContentAsString(StandardCharsets.UTF_8);
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      Object violations =
          page.evaluate(
              "(async () => { "
                  + axe
                  + "\n const { violations } = await axe.run(document);"
                  + " return violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' '"
                  + " + n.failureSummary).join('; ')); })()");
      assertThat((List<?>) violations).as("%s %s", section, scheme).isEmpty();
    }
  }

  @Test
  void theFirstPageIsSmallStrictAndFromHereAlone() {
    List<Response> responses = new ArrayList<>();
    Page page = chromium.open("about:blank");
    page.onResponse(responses::add);
    page.navigate(url());
    assertThat(page.locator("[data-step=register]")).isVisible();
    List<Response> loaded = List.copyOf(responses); // more may come while they are asked
    assertThat(loaded.stream().map(Response::request).map(Request::url))
        .allMatch(address -> address.startsWith(url()));
    long bytes =
        loaded.stream()
            .map(Response::request)
            .map(Request::sizes)
            .mapToLong(sizes -> sizes.responseBodySize + sizes.responseHeadersSize)
            .sum();
    assertThat(bytes).isBetween(10_000L, (long) MOST_BYTES);
    Map<String, String> headers = loaded.get(0).allHeaders();
    assertThat(headers.get("content-security-policy"))
        .contains("script-src 'self' 'sha256-")
        .doesNotContain("unsafe");
    Object paint =
        page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    log("The first page: %d bytes in %d files, painted after %s ms", bytes, loaded.size(), paint);
  }

  @SuppressWarnings("SystemOut") // for whoever reads the build's log
  private static void log(String text, Object... values) {
    System.out.printf(text + "%n", values);
  }

  @Test
  void anOperatorSeesTheDeadLettersTriesThemAgainAndMakesAnAudit() {
    String userId = api().userWith("1000");
    jdbc.sql(
            "alter table notifications.notification_view add constraint planted_by_page"
                + " check (user_id <> '%s') not valid".formatted(userId))
        .update();
    Page page = open("");
    try {
      api().order(userId, "1", "Prefer", "wait=10").expect(201);
      page.click("nav >> text=Operate");
      Locator deadLetter = page.locator("[data-dead-letter]").first();
      assertThat(deadLetter).containsText("notification-projection");
      assertThat(deadLetter.locator(".cause")).containsText("planted_by_page");
      assertThat(page.locator("[data-processor=order-saga]")).containsText("running");
      picture(page, "operate-dead-letters");
    } finally {
      jdbc.sql("alter table notifications.notification_view drop constraint planted_by_page")
          .update();
    }
    page.click("text=Retry all");
    assertThat(page.locator(".outcomes .badge.good").first()).hasText("handled");
    assertThat(page.locator("[data-dead-letter]")).hasCount(0);
    page.click("[data-audit]");
    assertThat(page.locator("operate-view [data-holds=true]")).isVisible();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    picture(page, "operate-dark");
  }

  /** As in the cluster, and wherever the process cannot be crashed. */
  @Test
  void whatIsNotOpenToThePageIsNotShown() {
    Page page = chromium.open("about:blank");
    page.route("**/actuator", route -> json(route, 404, "{}"));
    page.navigate(url());
    assertThat(page.locator("[data-try=hundred]")).isVisible();
    assertThat(page.locator("[data-try=crash]")).hasCount(0);
    assertThat(page.locator("nav >> text=Operate")).hasCount(0);
  }

  @Test
  void swaggerUiMayDoWhatItNeeds() {
    Page documents = chromium.open(url() + "swagger-ui.html");
    documents.click("#operations-users-listUsers");
    documents.click("#operations-users-listUsers .execute");
    assertThat(documents.locator("#operations-users-listUsers .live-responses-table"))
        .containsText("totalElements");
  }

  /** 127.0.0.1 is another site than localhost, and both lead here. */
  @Test
  void aPageFromElsewhereCannotOperate() {
    api().get("/actuator/deadletters").expect(404);
    api().get("/actuator/deadletters", "X-Arch-Page", "1").expect(200);
    api()
        .post(
            "/actuator/deadletters/x/retry",
            "{}",
            "X-Arch-Page",
            "1",
            "Origin",
            "http://evil.example")
        .expect(404);
    Page elsewhere = chromium.open(URI.create("http://127.0.0.1:" + port()) + "/swagger-ui.html");
    for (String how :
        List.of(
            "{method:'POST'}",
            "{method:'POST', mode:'no-cors', body:'{}'}",
            "{method:'POST', headers:{'X-Arch-Page':'1'}}")) {
      Object status =
          elsewhere.evaluate(
              "fetch('http://localhost:%d/actuator/deadletters/x/retry', %s).then(r => r.status, () => -1)"
                  .formatted(port(), how));
      assertThat(((Number) status).intValue()).as(how).isIn(-1, 0, 404);
    }
    chromium.complaints(); // that the browser has refused it
  }
}
