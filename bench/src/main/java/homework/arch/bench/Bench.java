package homework.arch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    } catch (RuntimeException e) {
      report.check("the benchmark comes to its end", false, e.toString());
    }
    ratios();
    report.print();
    report.write(options.json());
    report.printLast("all figures: " + options.json());
    double ratio = report.median("system / limit");
    report.printLast(
        "orders per second / limit: "
            + (Double.isNaN(ratio) ? "not measured" : String.format(Locale.ROOT, "%.3f", ratio)));
    return report.holds();
  }

  private void measure() {
    report.progress("starting " + options.jar().getFileName());
    Target target = new Start(folder, options, report).target();
    describe(target.postgres());
    Callers callers = Callers.register(target, ACCOUNTS);
    if (options.has("start")) {
      report.progress("the first seconds of a fresh JVM");
      Pushed.measure(target, CALLERS, callers.orders(), 0, options.seconds(30), report)
          .report(Start.FIRST_SECONDS, report);
    }
    if (!Collections.disjoint(options.only(), NEED_WARMTH)) {
      report.progress("warming up");
      Pushed.measure(target, CALLERS, callers.orders(), 0, options.seconds(30), report);
    }
    rounds(target, callers);
    part("idle", () -> Start.idle(target, options.seconds(30), report));
    part("services", () -> services(target));
    part("growth", () -> growth(target, callers));
  }

  private void rounds(Target target, Callers callers) {
    Callers one = Callers.register(target, 1);
    Limit limit = new Limit(target.postgres(), folder);
    Latency latency = new Latency(target, callers);
    List<Plain> plain = new ArrayList<>(); // none if it does not start
    part("plain", () -> plain.add(plain(target)));
    for (int round = 1; round <= options.rounds(); round++) {
      int number = round;
      report.progress("round %d of %d".formatted(round, options.rounds()));
      part("limit", () -> limit.round(options.seconds(4), report));
      plain.forEach(service -> part("plain", () -> service.round(2, options.seconds(8), report)));
      part(
          "system",
          () ->
              Pushed.measure(target, CALLERS, callers.orders(), 3, options.seconds(12), report)
                  .reportAll(SYSTEM, report));
      part(
          "waiting",
          () ->
              Pushed.measure(
                      target, ACCOUNTS, callers.ordersThatWait(), 2, options.seconds(8), report)
                  .report(WAITING, report));
      part(
          "hot",
          () ->
              Pushed.measure(target, CALLERS, one.orders(), 2, options.seconds(8), report)
                  .report(HOT, report));
      part("latency", () -> latency.round(number, options.seconds(8), report));
      if (round == 1) {
        part("audit", () -> audit(target)); // it takes the longer, the more orders there are
      }
    }
    plain.forEach(Plain::close);
    report.add("orders in the store after the rounds", "", (double) target.ledger().all());
  }

  /** A part that fails fails alone. */
  private void part(String name, Runnable measurement) {
    if (!options.has(name)) {
      return;
    }
    report.progress(name);
    try {
      measurement.run();
    } catch (RuntimeException e) {
      report.check(name + " could be measured", false, String.valueOf(e.getMessage()));
    }
  }

  private Plain plain(Target target) {
    Plain plain = new Plain(target.postgres(), folder, options);
    plain.round(options.seconds(10), 0, new Report());
    return plain;
  }

  private void audit(Target target) {
    HttpResponse<String> audit = target.orders().management("/actuator/audit");
    report.check(
        "the application's own audit holds",
        audit.body().startsWith("{\"holds\":true"),
        audit.body());
  }

  private void services(Target standalone) {
    try (Target target = Services.start(standalone.postgres(), folder, options)) {
      Callers callers = Callers.register(target, ACCOUNTS);
      Pushed.measure(target, CALLERS, callers.orders(), 0, options.seconds(60), report);
      for (int round = 0; round < options.rounds(); round++) {
        Pushed.measure(target, CALLERS, callers.orders(), 3, options.seconds(12), report)
            .reportAll(Services.FIGURE, report);
      }
      audit(target);
    }
  }

  private void growth(Target target, Callers callers) {
    String user = new Growth(target, report).fill(options.growTo());
    Callers one = Callers.with(List.of(user));
    for (int round = 0; round < options.rounds(); round++) {
      Pushed.measure(target, CALLERS, callers.orders(), 3, options.seconds(10), report)
          .report(Growth.FIGURE, report);
      Pushed.measure(target, CALLERS, one.orders(), 3, options.seconds(8), report)
          .report(Growth.LONG_ACCOUNT, report);
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
    report.ratio("four services / standalone", Services.FIGURE, SYSTEM);
    report.ratio("system / limit, prepared statements", SYSTEM, Limit.PREPARED);
    report.ratio("system / limit", SYSTEM, Limit.FIGURE);
  }

  private void describe(Postgres postgres) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    report.machine("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    report.machine("cores", system.getAvailableProcessors());
    report.machine("memory, MB", system.getTotalMemorySize() / (1024 * 1024));
    report.machine("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
    report.machine("load average before", system.getSystemLoadAverage());
    report.machine("JDK", javaVersion());
    report.machine("PostgreSQL", postgres.text("postgres", "show server_version"));
    for (String setting :
        List.of("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")) {
      report.setting(setting, postgres.text("postgres", "show " + setting));
    }
    report.setting("options of the JVM", String.join(" ", options.jvm()));
    report.setting("parts", options.only());
    report.setting("rounds", options.rounds());
    report.setting("quick", options.quick());
    report.setting("accounts", ACCOUNTS);
    report.setting("callers who push", CALLERS);
  }

  private String javaVersion() {
    try {
      Process process =
          new ProcessBuilder(options.java(), "-version").redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.lines().skip(1).findFirst().orElse(output).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
