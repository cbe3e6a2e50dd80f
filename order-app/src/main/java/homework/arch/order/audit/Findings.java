package homework.arch.order.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What one check finds, as it goes. */
final class Findings {

  private static final int NAMED = 20;

  private final String check;
  private final Map<UUID, String> waiting;
  private final List<String> named = new ArrayList<>();
  private long faults;
  private long underWay;

  /**
   * @param waiting what an operator can see waiting, by the ids that it is about
   */
  Findings(String check, Map<UUID, String> waiting) {
    this.check = check;
    this.waiting = waiting;
  }

  void fault(String sentence) {
    faults++;
    if (named.size() < NAMED) {
      named.add(sentence);
    }
  }

  /** A fault of something, with what still waits to be done about it. */
  void fault(String what, UUID id, String sentence) {
    String cause = waiting.get(id);
    fault("%s %s %s%s".formatted(what, id, sentence, cause == null ? "" : " (" + cause + ")"));
  }

  /** It is a fault, unless it is young enough. */
  void faultUnless(boolean young, String what, UUID id, String sentence) {
    if (young) {
      underWay++;
    } else {
      fault(what, id, sentence);
    }
  }

  AuditReport.Check looked(String looked) {
    return new AuditReport.Check(check, faults == 0, looked, underWay, faults, List.copyOf(named));
  }
}
