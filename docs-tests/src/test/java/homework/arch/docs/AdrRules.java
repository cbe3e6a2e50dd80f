package homework.arch.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the records of decisions must look like. */
final class AdrRules {

  /** The file of a decision: its number, and a name that is good in a link. */
  static final Pattern FILE = Pattern.compile("(\\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\\.md");

  private static final Pattern TITLE = Pattern.compile("# (\\d{4})\\. (\\S.*)");
  private static final Pattern STATUS = Pattern.compile("Status: (accepted|replaced)\\b.*");
  private static final List<String> PARTS = List.of("Context", "Decision", "Consequences");

  private AdrRules() {}

  /**
   * Says what is wrong, in a sentence for each.
   *
   * @param decisions the text of each, by the name of its file
   * @param list the page that lists them
   */
  static List<String> faults(SortedMap<String, String> decisions, String list) {
    List<String> faults = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, String> decision : decisions.entrySet()) {
      String file = decision.getKey();
      number++;
      String due = "%04d".formatted(number);
      Matcher name = FILE.matcher(file);
      if (!name.matches()) {
        faults.add("%s is not named as a decision is".formatted(file));
      } else if (!name.group(1).equals(due)) {
        faults.add("%s stands where %s is due".formatted(file, due));
        number = Integer.parseInt(name.group(1));
      }
      faultsOfOne(file, decision.getValue(), list, faults);
    }
    listed(list).stream()
        .filter(file -> !decisions.containsKey(file))
        .forEach(file -> faults.add("%s is listed, but is not there".formatted(file)));
    return faults;
  }

  private static void faultsOfOne(String file, String text, String list, List<String> faults) {
    List<String> lines = text.lines().toList();
    Matcher title = TITLE.matcher(lines.isEmpty() ? "" : lines.get(0));
    if (!title.matches() || !file.startsWith(title.group(1) + "-")) {
      faults.add("%s does not begin with its number and a title".formatted(file));
    } else if (!list.contains(
        "| [%s](%s) | %s |".formatted(title.group(1), file, title.group(2)))) {
      faults.add("%s is not listed by its title".formatted(file));
    }
    if (lines.size() < 3 || !STATUS.matcher(lines.get(2)).matches()) {
      faults.add("%s does not tell its status below the title".formatted(file));
    }
    List<String> parts =
        lines.stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    if (!parts.equals(PARTS)) {
      faults.add("%s has the parts %s".formatted(file, parts));
    }
    for (String part : PARTS) {
      if (Pattern.compile("\n## " + part + "\\s*(?:\n## |\\z)").matcher(text).find()) {
        faults.add("%s says nothing about its %s".formatted(file, part.toLowerCase(Locale.ROOT)));
      }
    }
  }

  private static List<String> listed(String list) {
    return Pattern.compile("(?m)^\\| \\[\\d+]\\(([^)]+)\\)")
        .matcher(list)
        .results()
        .map(row -> row.group(1))
        .toList();
  }
}
