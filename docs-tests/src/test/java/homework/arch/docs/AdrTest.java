package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the records of decisions to their one form. */
class AdrTest {

  private static final Path FOLDER = Docs.ROOT.resolve("docs/adr");
  private static final Path LIST = FOLDER.resolve("README.md");

  private static final String ONE = "0001-one.md";
  private static final String TWO = "0002-the-other.md";

  @Test
  void everyDecisionHasTheOneFormAndIsListed() {
    SortedMap<String, String> decisions = new TreeMap<>();
    Docs.endingIn(".md").stream()
        .filter(file -> file.startsWith(FOLDER) && !file.equals(LIST))
        .forEach(file -> decisions.put(FOLDER.relativize(file).toString(), Docs.read(file)));

    assertThat(decisions).hasSizeGreaterThan(25);
    assertThat(AdrRules.faults(decisions, Docs.read(LIST))).isEmpty();
  }

  /** Two decisions in which all is right, for faults to be planted into. */
  static final class Decisions {
    final SortedMap<String, String> texts = new TreeMap<>(Map.of(ONE, text(1), TWO, text(2)));
    String list = row(ONE, 1) + row(TWO, 2);

    static String text(int number) {
      return """
          # 000%d. A title

          Status: accepted; changes another

          ## Context

          One.

          ## Decision

          Two.

          ## Consequences

          Three.
          """
          .formatted(number);
    }

    static String row(String file, int number) {
      return "| [000%d](%s) | A title |\n".formatted(number, file);
    }

    void replace(String before, String after) {
      assertThat(texts.get(TWO)).contains(before);
      texts.computeIfPresent(TWO, (file, text) -> text.replace(before, after));
    }
  }

  @Test
  void rightDecisionsHaveNoFaults() {
    Decisions decisions = new Decisions();

    assertThat(AdrRules.faults(decisions.texts, decisions.list)).isEmpty();
  }

  record Planted(String fault, Consumer<Decisions> planting) {

    @Override
    public String toString() {
      return fault;
    }
  }

  private static Planted planted(String fault, Consumer<Decisions> planting) {
    return new Planted(fault, planting);
  }

  static Stream<Planted> faults() {
    return Stream.of(
        planted(
            "0003-three.md stands where 0002 is due",
            decisions -> {
              decisions.texts.remove(TWO);
              decisions.texts.put("0003-three.md", Decisions.text(3));
              decisions.list = Decisions.row(ONE, 1) + Decisions.row("0003-three.md", 3);
            }),
        planted(
            "0002-too.md stands where 0003 is due",
            decisions -> decisions.texts.put("0002-too.md", Decisions.text(2))),
        planted(
            "2-Three.md is not named as a decision is",
            decisions -> decisions.texts.put("2-Three.md", Decisions.text(3))),
        planted(
            TWO + " does not begin with its number and a title",
            decisions -> decisions.replace("# 0002. ", "# 0003. ")),
        planted(
            TWO + " does not begin with its number and a title",
            decisions -> decisions.replace("# 0002. A title", "A title")),
        planted(
            TWO + " does not tell its status below the title",
            decisions -> decisions.replace("Status: accepted", "Status: who knows")),
        planted(
            TWO + " has the parts [Context, Consequences]",
            decisions -> decisions.replace("## Decision", "Decision")),
        planted(
            TWO + " has the parts [Context, Decision, Consequences, Notes]",
            decisions -> decisions.replace("Three.", "Three.\n\n## Notes\n\nFour.")),
        planted(
            TWO + " has the parts [Decision, Context, Consequences]",
            decisions -> {
              decisions.replace("## Context", "## X");
              decisions.replace("## Decision", "## Context");
              decisions.replace("## X", "## Decision");
            }),
        planted(
            TWO + " says nothing about its decision", decisions -> decisions.replace("Two.\n", "")),
        planted(
            TWO + " says nothing about its consequences",
            decisions -> decisions.replace("Three.\n", "")),
        planted(
            TWO + " is not listed by its title",
            decisions -> decisions.list = Decisions.row(ONE, 1)),
        planted(
            TWO + " is not listed by its title",
            decisions -> decisions.replace("A title", "Another title")),
        planted(
            "0003-gone.md is listed, but is not there",
            decisions -> decisions.list += Decisions.row("0003-gone.md", 3)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlantedFaultIsFound(Planted planted) {
    Decisions decisions = new Decisions();
    planted.planting().accept(decisions);

    assertThat(AdrRules.faults(decisions.texts, decisions.list)).contains(planted.fault());
  }
}
