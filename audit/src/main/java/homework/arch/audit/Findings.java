package homework.arch.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What one check finds, as it goes. */
@SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's own
final class Findings {

  private static final int NAMED = 20;

  private final String check;
  private final String what;
  private final Map<UUID, String> deadLetters;
  private final List<String> named = new ArrayList<>();
  private long faults;
  private long underWay;

  /**
   * @param what the kind of thing that is looked at, such as an order
   * @param deadLetters what is told of each, by the ids that it is about
   */
  Findings(String check, String what, Map<UUID, String> deadLetters) {
    this.check = check;
    this.what = what;
    this.deadLetters = deadLetters;
  }

  void fault(String sentence) {
    faults++;
    if (named.size() < NAMED) {
      named.add(sentence);
    }
  }

  /** A fault of one thing, with what still waits to be done about it. */
  void fault(UUID id, String sentence, Object... values) {
    String cause = deadLetters.containsKey(id) ? " (" + deadLetters.get(id) + ")" : "";
    fault("%s %s %s%s".formatted(what, id, sentence.formatted(values), cause));
  }

  /** It is a fault, unless it is young enough. */
  void faultUnless(boolean young, UUID id, String sentence, Object... values) {
    if (young) {
      underWay++;
    } else {
      fault(id, sentence, values);
    }
  }

  AuditReport.Check looked(String looked, Object... values) {
    return new AuditReport.Check(
        check, faults == 0, looked.formatted(values), underWay, faults, List.copyOf(named));
  }
}
