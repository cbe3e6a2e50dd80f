package homework.arch.standalone;

import java.util.ArrayList;
import java.util.List;

/** What faults have done to the callers, to be read in the output of the build. */
final class ChaosTable {

  private static final String ROW = "%-60s %8s %7s %6s %12s   %s%n";

  private final List<String> rows = new ArrayList<>();

  void add(String what, Clients.Result result, boolean auditHolds) {
    rows.add(
        ROW.formatted(
            what,
            result.requests(),
            result.repeats(),
            result.orders(),
            "%.1f s".formatted(result.longestWait().toMillis() / 1000.0),
            auditHolds ? "all holds" : "FAULTS"));
  }

  @SuppressWarnings("SystemOut") // it is the result
  void print() {
    System.out.printf(
        ROW, "what happened", "requests", "repeats", "orders", "longest wait", "audit");
    rows.forEach(System.out::print);
  }
}
