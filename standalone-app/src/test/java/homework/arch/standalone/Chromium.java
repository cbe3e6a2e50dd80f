package homework.arch.standalone;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The browser that is installed here; Debian's {@code chromium} by default. */
final class Chromium implements AutoCloseable {

  private static final List<String> PROGRAMS =
      List.of(
          System.getenv().getOrDefault("CHROMIUM", ""),
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--host-resolver-rules=MAP arch.homework 127.0.0.1",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS));
  }

  /** Starts it; where there is none, what needs it is left out, and a loud line says so. */
  @SuppressWarnings("SystemOut") // the build's log is where it must be seen
  static Chromium start(Class<?> test) {
    Optional<Path> program =
        PROGRAMS.stream()
            .filter(path -> !path.isEmpty())
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      System.out.printf(
          "%n!!! NO BROWSER: %s is LEFT OUT, the page is not tested. Install chromium, or name"
              + " one by the variable CHROMIUM.%n%n",
          test.getSimpleName());
    }
    Assumptions.assumeTrue(program.isPresent(), "There is no browser");
    PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
    return new Chromium(program.orElseThrow());
  }

  /** A window of its own, which remembers nothing of the others. */
  Page open(String url) {
    return open(url, "en-US", 1280, 900);
  }

  Page open(String url, String locale, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale(locale)
                .setTimezoneId("UTC")
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(width, height));
    context.setDefaultTimeout(20_000);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("a dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.navigate(url);
    return page;
  }

  /** What the page has complained of since the last look, but for answers that are errors. */
  List<String> complaints() {
    List<String> told =
        complaints.stream().filter(text -> !text.startsWith("Failed to load resource")).toList();
    complaints.clear();
    return told;
  }

  /** Closes the windows. */
  void closeWindows() {
    Stream.of(browser.contexts().toArray(BrowserContext[]::new)).forEach(BrowserContext::close);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
