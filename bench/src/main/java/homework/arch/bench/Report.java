package homework.arch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Collects the figures, round by round, tells the progress, and prints the table. */
final class Report {

  /** A figure of each round. */
  record Figure(String name, String unit, List<Double> rounds) {

    double median() {
      List<Double> sorted = rounds.stream().sorted().toList();
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
      return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
      return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    String line() {
      String spread = rounds.size() > 1 ? number(min()) + " .. " + number(max()) : "";
      return "%-62s %10s  %-8s  %s".formatted(name, number(median()), unit, spread).stripTrailing();
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
      figures
          .computeIfAbsent(name, key -> new Figure(key, unit, new ArrayList<>()))
          .rounds()
          .add(value);
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
    return checks.stream().allMatch(Check::holds);
  }

  void machine(String name, Object value) {
    machine.put(name, value);
  }

  void setting(String name, Object value) {
    settings.put(name, value);
  }

  @SuppressWarnings("SystemOut") // it is for the person at the terminal
  void progress(String line) {
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    System.out.printf("%2d:%02d  %s%n", seconds / 60, seconds % 60, line);
  }

  @SuppressWarnings("SystemOut") // it is the result
  void print() {
    System.out.printf("%n%-62s %10s  %-8s  %s%n", "figure", "median", "unit", "min .. max");
    figures.values().forEach(figure -> System.out.println(figure.line()));
    System.out.println();
    machine.forEach((name, value) -> System.out.println(name + ": " + value));
    long broken = checks.stream().filter(check -> !check.holds()).count();
    System.out.printf(
        "%d checks, %s%n", checks.size(), broken == 0 ? "all hold" : broken + " do not hold:");
    checks.stream()
        .filter(check -> !check.holds())
        .forEach(check -> System.out.println("  " + check.what() + ": " + check.detail()));
  }

  @SuppressWarnings("SystemOut") // it is the result
  void printLast(String line) {
    System.out.println(line);
  }

  void write(Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("settings", settings);
    json.put("seconds", (System.nanoTime() - begin) / 1_000_000_000);
    json.put(
        "figures",
        figures.values().stream()
            .map(
                figure -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("name", figure.name());
                  entry.put("unit", figure.unit());
                  entry.put("rounds", figure.rounds());
                  entry.put("median", figure.median());
                  entry.put("min", figure.min());
                  entry.put("max", figure.max());
                  return entry;
                })
            .toList());
    json.put("checks", checks);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(json));
    } catch (IOException e) {
      check("the figures can be written to " + file, false, String.valueOf(e.getMessage()));
    }
  }

  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
