package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GlossaryTest {

  @Test
  void eachWordIsThereOnceInBothLanguagesAndInItsPlace() {
    Markdown glossary = Markdown.of(Docs.ROOT.resolve("docs/glossary.md"));
    assertThat(glossary.tableRows()).hasSizeGreaterThan(30);
    assertThat(broken(glossary)).isEmpty();
  }

  @Test
  void whatIsPlantedIsNamed() {
    assertThat(
            broken(
                Markdown.of(
                    Docs.ROOT.resolve("docs/planted.md"),
                    """
                    | English | по-русски | what it is |
                    | --- | --- | --- |
                    | account | счёт | Money. |
                    | saga | | A story. |
                    | order | заказ | |
                    | Order | заявка | Again. |
                    | saga | сага | Again. |
                    """)))
        .containsExactly(
            "saga has no Russian word",
            "order is not explained",
            "order is not in its place, after saga",
            "Order is there twice",
            "saga is there twice");
  }

  /** Says what is wrong with the table, in a sentence for each. */
  private static List<String> broken(Markdown glossary) {
    List<String> broken = new ArrayList<>();
    Set<String> words = new HashSet<>();
    String before = "";
    for (List<String> cells : glossary.tableRows().subList(1, glossary.tableRows().size())) {
      String word = cells.get(0);
      if (cells.get(1).isEmpty()) {
        broken.add(word + " has no Russian word");
      }
      if (cells.get(2).isEmpty()) {
        broken.add(word + " is not explained");
      }
      if (!words.add(word.toLowerCase(Locale.ROOT))) {
        broken.add(word + " is there twice");
      } else if (word.compareToIgnoreCase(before) < 0) {
        broken.add("%s is not in its place, after %s".formatted(word, before));
      }
      before = word;
    }
    return broken;
  }
}
