package homework.arch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Collects the figures, round by round, tells the progress, and prints the table. */
final class Report {

  /** A figure of each round, and what they come to. */
  record Figure(
      String name, String unit, List<Double> rounds, double median, double min, double max) {

    static Figure of(String name, String unit, List<Double> rounds) {
      List<Double> sorted = rounds.stream().sorted().toList();
      int last = sorted.size() - 1;
      double median = (sorted.get(last / 2) + sorted.get(last - last / 2)) / 2;
      return new Figure(name, unit, List.copyOf(rounds), median, sorted.get(0), sorted.get(last));
    }

    Figure and(double round) {
      List<Double> more = new ArrayList<>(rounds);
      more.add(round);
      return of(name, unit, more);
    }

    String line() {
      String spread = rounds.size() > 1 ? number(min) + " .. " + number(max) : "";
      return "%-62s %10s  %-8s  %s".formatted(name, number(median), unit, spread).stripTrailing();
    }
  }

  private record Check(String what, boolean holds, String detail) {}

  private final long begin = System.nanoTime();
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, Object> machine = new LinkedHashMap<>();
  private final Map<String, Object> settings = new LinkedHashMap<>();

  /** One more round of a figure; what is not a number could not be had here. */
  void add(String name, String unit, double value) {
    if (Double.isFinite(value)) {
      figures.merge(name, Figure.of(name, unit, List.of(value)), (old, one) -> old.and(value));
    }
  }

  /**
   * How one figure is to another, if there are both: round by round if they were measured so, since
   * the two of a round have seen the same machine.
   */
  void ratio(String name, String dividend, String divisor) {
    Figure above = figures.get(dividend);
    Figure below = figures.get(divisor);
    if (above == null || below == null) {
      return;
    }
    if (above.rounds().size() == below.rounds().size()) {
      for (int i = 0; i < above.rounds().size(); i++) {
        add(name, "", above.rounds().get(i) / below.rounds().get(i));
      }
    } else {
      add(name, "", above.median() / below.median());
    }
  }

  /** The median, or not a number if it was not measured. */
  double median(String name) {
    Figure figure = figures.get(name);
    return figure == null ? Double.NaN : figure.median();
  }

  /** What must be true for the figures to mean anything. */
  void check(String what, boolean holds, String detail) {
    checks.add(new Check(what, holds, detail.lines().findFirst().orElse("")));
    if (!holds) {
      progress("DOES NOT HOLD: " + what + " (" + detail + ")");
    }
  }

  boolean holds() {
    return broken().isEmpty();
  }

  private List<Check> broken() {
    return checks.stream().filter(check -> !check.holds()).toList();
  }

  void machine(String name, Object value) {
    machine.put(name, value);
  }

  void setting(String name, Object value) {
    settings.put(name, value);
  }

  void progress(String line) {
    print("%2d:%02d  %s".formatted(seconds() / 60, seconds() % 60, line));
  }

  private long seconds() {
    return (System.nanoTime() - begin) / 1_000_000_000;
  }

  void table() {
    print("%n%-62s %10s  %-8s  %s".formatted("figure", "median", "unit", "min .. max"));
    figures.values().forEach(figure -> print(figure.line()));
    print("");
    machine.forEach((name, value) -> print(name + ": " + value));
    String result = holds() ? "all hold" : broken().size() + " do not hold:";
    print("%d checks, %s".formatted(checks.size(), result));
    broken().forEach(check -> print("  " + check.what() + ": " + check.detail()));
  }

  @SuppressWarnings("SystemOut") // it is for the person at the terminal
  void print(String line) {
    System.out.println(line);
  }

  void write(Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("settings", settings);
    json.put("seconds", seconds());
    json.put("figures", figures.values());
    json.put("checks", checks);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValue(file, json);
    } catch (IOException | JacksonException e) {
      check("the figures can be written to " + file, false, String.valueOf(e.getMessage()));
    }
  }

  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
