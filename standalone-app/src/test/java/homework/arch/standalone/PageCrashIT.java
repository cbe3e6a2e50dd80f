package homework.arch.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The crash button: the process is gone while orders are under way, it is started again, and the
 * page tells that each was decided once. Who starts it again in earnest is the launcher.
 */
class PageCrashIT {

  @TempDir private Path folder;

  @Test
  void afterACrashEachOrderWasDecidedOnce() {
    Map<String, String> environment =
        Map.of("SERVER_PORT", Integer.toString(AppProcess.freePort()));
    List<AppProcess> processes = new ArrayList<>();
    try (Chromium chromium = Chromium.start(PageCrashIT.class)) {
      processes.add(AppProcess.start(folder, environment));
      Page page = chromium.open("about:blank");
      page.route(
          "**/actuator",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("application/json")
                      .setBody("{\"_links\":{\"processors\":{},\"crash\":{}}}")));
      page.route(
          "**/actuator/crash",
          route -> {
            processes.get(0).kill();
            processes.add(AppProcess.launch(folder, environment));
            route.fulfill(new Route.FulfillOptions().setStatus(202));
          });
      page.navigate(processes.get(0).url().toString());
      page.click("[data-try=crash]");
      assertThat(page.locator("[data-phase=lost]")).isVisible();
      assertThat(page.locator("[data-phase=lost]")).containsText("The connection is lost");
      assertThat(page.locator("[data-holds=true]"))
          .isVisible(new IsVisibleOptions().setTimeout(90_000));
      assertThat(page.locator("[data-proof=decided]")).hasText("100");
      assertThat(page.locator("[data-proof=paid]")).hasText("100");
      assertThat(page.locator("[data-proof=twice]")).hasText("0");
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target", "page", "crash.png"))
              .setFullPage(true));
    } finally {
      processes.forEach(AppProcess::close);
    }
  }
}
