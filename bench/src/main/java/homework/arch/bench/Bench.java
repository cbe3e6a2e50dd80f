package homework.arch.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.FileSystemUtils;

/**
 * How fast the system is, beside what its database can do alone. What is compared is measured in
 * turn, in rounds, so that all of it sees the same machine.
 */
final class Bench {

  /** Callers who push, nobody waits for a decision. */
  static final int CALLERS = 64;

  private static final int ACCOUNTS = 200;
  private static final String SYSTEM = "system: callers who push";
  private static final String WAITING = "system: 200 callers who wait for the decision";
  private static final String SERVICES = "services: four, through Axon Server";
  private static final String HOT = "system: all orders on one account";

  private static final Set<String> NEED_WARMTH =
      Set.of("system", "waiting", "hot", "latency", "growth");

  private final Options options;
  private final Report report = new Report();
  private final Path folder;

  private Bench(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  @SuppressWarnings("SystemOut") // it is for the person at the terminal
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0 && arguments[0].equals(Plain.ARGUMENT)) {
      PlainService.run();
      return;
    }
    LoggingSystem.get(Bench.class.getClassLoader()).setLogLevel("ROOT", LogLevel.OFF);
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
      return;
    }
    Path folder = Files.createTempDirectory("arch-axon-bench").toRealPath();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(folder)));
    System.exit(new Bench(options, folder).run() ? 0 : 1);
  }

  private static void cleanUp(Path folder) {
    App.closeAll();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean run() {
    try {
      measure();
    } catch (IOException | RuntimeException e) {
      report.check("the benchmark comes to its end", false, e.toString());
    }
    ratios();
    report.table();
    report.write(options.json());
    report.print("all figures: " + options.json());
    double ratio = report.median("system / limit");
    report.print(
        "orders per second / limit: "
            + (Double.isNaN(ratio) ? "not measured" : String.format(Locale.ROOT, "%.3f", ratio)));
    return report.holds();
  }

  private void measure() throws IOException {
    report.progress("starting " + options.jar().getFileName());
    Target target = Start.standalone(folder, options, report);
    describe(target.postgres());
    Callers callers = Callers.register(target, ACCOUNTS);
    Callers one = Callers.register(target, 1);
    if (options.has("start")) {
      report.progress("the first seconds of a fresh JVM");
      push(target, callers, 0, 30).report(Start.FIRST_SECONDS, report);
    }
    if (!Collections.disjoint(options.only(), NEED_WARMTH)) {
      report.progress("warming up");
      push(target, callers, 0, 27);
      push(target, one, 0, 3);
    }
    part("audit", () -> audit(target)); // it takes the longer, the more orders there are
    rounds(target, callers, one);
    part("idle", () -> Start.idle(target, options.seconds(20), report));
    part("services", () -> services(target.postgres()));
    part("growth", () -> growth(target, callers));
  }

  private void rounds(Target target, Callers callers, Callers one) throws IOException {
    Limit limit = new Limit(target.postgres(), folder);
    List<Plain> plain = new ArrayList<>(); // none if it does not start
    part("plain", () -> plain.add(plain(target.postgres())));
    for (int round = 1; round <= options.rounds(); round++) {
      int number = round;
      report.progress("round %d of %d".formatted(round, options.rounds()));
      part("limit", () -> limit.round(options.seconds(4), report));
      plain.forEach(service -> part("plain", () -> service.round(2, options.seconds(6), report)));
      part("system", () -> push(target, callers, 3, 12).reportAll(SYSTEM, report));
      part("waiting", () -> waiting(target, callers));
      part("hot", () -> push(target, one, 2, 8).report(HOT, report));
      part("latency", () -> Latency.round(target, callers, number, options.seconds(6), report));
    }
    plain.forEach(Plain::close);
    report.add("orders in the store after the rounds", "", (double) target.ledger().all());
  }

  /** What is measured, and may fail. */
  private interface Part {
    void measure() throws IOException;
  }

  /** A part that fails fails alone. */
  private void part(String name, Part part) {
    if (!options.has(name)) {
      return;
    }
    report.progress(name);
    try {
      part.measure();
    } catch (IOException | RuntimeException e) {
      report.check(name + " could be measured", false, String.valueOf(e.getMessage()));
    }
  }

  private Plain plain(Postgres postgres) throws IOException {
    Plain plain = new Plain(postgres, folder, options);
    plain.round(options.seconds(10), 0, new Report());
    return plain;
  }

  private Pushed push(Target target, Callers callers, int leadIn, int window) {
    return Pushed.measure(
        target, CALLERS, callers.orders(), leadIn, options.seconds(window), report);
  }

  private void waiting(Target target, Callers callers) {
    Pushed.measure(target, ACCOUNTS, callers.ordersThatWait(), 2, options.seconds(6), report)
        .report(WAITING, report);
  }

  private void audit(Target target) {
    HttpResponse<String> audit = target.orders().management("/actuator/audit");
    report.check(
        "the application's own audit holds",
        audit.body().startsWith("{\"holds\":true"),
        audit.body());
  }

  private void services(Postgres postgres) throws IOException {
    try (Target target = Target.services(postgres, folder, options)) {
      for (App app : target.all()) {
        app.awaitReady();
      }
      Callers callers = Callers.register(target, ACCOUNTS);
      push(target, callers, 0, 50);
      for (int round = 0; round < options.rounds(); round++) {
        push(target, callers, 3, 10).reportAll(SERVICES, report);
      }
      audit(target);
    }
  }

  private void growth(Target target, Callers callers) throws IOException {
    Callers one = new Callers(List.of(new Growth(target, report).fill(options.growTo())));
    for (int round = 0; round < options.rounds(); round++) {
      push(target, callers, 2, 8).report(Growth.FIGURE, report);
      push(target, one, 2, 6).report(Growth.LONG_ACCOUNT, report);
    }
  }

  private void ratios() {
    report.ratio("plain / limit", Plain.FIGURE, Limit.FIGURE);
    report.ratio("one account / limit", HOT, Limit.FIGURE);
    report.ratio("system / plain", SYSTEM, Plain.FIGURE);
    double best = Math.max(report.median(SYSTEM), report.median(WAITING));
    report.add("pushed / its own best", "", report.median(SYSTEM) / best);
    report.add("the first 30 s / its best", "", report.median(Start.FIRST_SECONDS) / best);
    report.ratio("full store / not full", Growth.FIGURE, SYSTEM);
    report.ratio("long account / one account", Growth.LONG_ACCOUNT, HOT);
    report.ratio("four services / standalone", SERVICES, SYSTEM);
    report.ratio("system / limit, prepared statements", SYSTEM, Limit.PREPARED);
    report.ratio("system / limit", SYSTEM, Limit.FIGURE);
  }

  private void describe(Postgres postgres) throws IOException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    report.machine("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    report.machine("cores", system.getAvailableProcessors());
    report.machine("memory, MB", system.getTotalMemorySize() / (1024 * 1024));
    report.machine("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
    report.machine("load average before", system.getSystemLoadAverage());
    report.machine("JDK", javaVersion());
    report.machine("PostgreSQL", Postgres.text(postgres.server(), "show server_version"));
    for (String setting :
        List.of("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")) {
      report.setting(setting, Postgres.text(postgres.server(), "show " + setting));
    }
    report.setting("options of the JVM", String.join(" ", options.jvm()));
    report.setting("parts", options.only());
    report.setting("rounds", options.rounds());
    report.setting("quick", options.quick());
    report.setting("accounts", ACCOUNTS);
    report.setting("callers who push", CALLERS);
  }

  private String javaVersion() throws IOException {
    try (BufferedReader version =
        new ProcessBuilder(options.java(), "-version")
            .redirectErrorStream(true)
            .start()
            .inputReader()) {
      return version.lines().skip(1).findFirst().orElse("").strip();
    }
  }
}
