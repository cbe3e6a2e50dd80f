package homework.arch.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operator's book and the settings, as far as they name what the application gives and takes.
 *
 * @param text of all pages, one after the other
 */
record OperationsBook(String text) {

  private static final Path ROOT = Path.of("..");
  private static final Path RULES = ROOT.resolve("helm/files/alerts.yaml");
  private static final Path DASHBOARD = ROOT.resolve("helm/files/dashboard.json");

  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern METRIC =
      Pattern.compile("([a-z]+(?:_[a-z0-9]+)+|[a-z_]+_\\*)(?:\\{([a-z,]+)})?");
  private static final Pattern ALERT =
      Pattern.compile("(?m)^( +)expr: (?:>-\n((?:\\1 {2}.*\n)+)|(.+))");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|without) \\(([^)]*)\\)");
  private static final Pattern VARIABLE =
      Pattern.compile("\\b(?:ARCH|SPRING|SERVER|MANAGEMENT|AXON|LOGGING)_[A-Z_]+\\b");
  private static final Pattern DEFAULT =
      Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|$");
  private static final Pattern RUNBOOK = Pattern.compile("(?m)^ +runbook_url: (\\S+)");
  private static final Pattern VALUE =
      Pattern.compile(
          "((?:app|mail|services|standalone|autoscaling|ingress|postgresql|axonServer)\\.[A-Za-z.*]+)(?:=.*)?");

  /** What Prometheus adds to all that it reads. */
  private static final Set<String> WHERE_IT_IS_FROM = Set.of("instance", "namespace");

  static OperationsBook read() {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/operations"))) {
      return new OperationsBook(
          Stream.concat(pages.sorted(), Stream.of(ROOT.resolve("docs/settings.md"), RULES))
              .map(OperationsBook::file)
              .collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Metrics.

  /**
   * Says what is wrong with the tables of metrics and the alerts, in a sentence for each.
   *
   * @param scrape what the application gives at {@code /actuator/prometheus}
   */
  List<String> faultsOfMetrics(String scrape) {
    Map<String, Set<String>> given = given(scrape);
    List<String> faults = new ArrayList<>();
    Map<String, Set<String>> named = named();
    named.forEach(
        (name, labels) -> {
          List<Set<String>> meant =
              given.keySet().stream().filter(other -> fits(name, other)).map(given::get).toList();
          if (meant.isEmpty()) {
            faults.add("%s is in the book, but is not given".formatted(name));
          }
          labels.stream()
              .filter(label -> meant.stream().noneMatch(there -> there.contains(label)))
              .forEach(label -> faults.add("%s has no label %s".formatted(name, label)));
        });
    given.forEach(
        (name, labels) -> {
          boolean own = name.startsWith("arch_");
          if (own
              ? !named.containsKey(name)
              : named.keySet().stream().noneMatch(n -> fits(n, name))) {
            faults.add("%s is given, but is not in the book".formatted(name));
          } else if (own && !labels.equals(named.get(name))) {
            faults.add("%s has the labels %s".formatted(name, labels));
          }
        });
    alerts().forEach(alert -> faults.addAll(faultsOfQuery("an alert", alert, given)));
    return faults;
  }

  /** Says what the dashboard asks for that is not given. */
  static List<String> faultsOfDashboard(String scrape) {
    Map<String, Set<String>> given = given(scrape);
    return queriesOfDashboard().stream()
        .flatMap(
            query ->
                faultsOfQuery("the dashboard", query.replace("$__rate_interval", "5m"), given)
                    .stream())
        .toList();
  }

  static List<String> queriesOfDashboard() {
    return JsonMapper.shared()
        .readTree(file(DASHBOARD))
        .path("panels")
        .valueStream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.path("expr").asString())
        .toList();
  }

  /** From the title of a page to that of the next. */
  private String page(String title) {
    int begin = text.indexOf("# " + title + "\n");
    int end = text.indexOf("\n# ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  private static boolean fits(String named, String given) {
    return named.endsWith("*")
        ? given.startsWith(named.substring(0, named.length() - 1))
        : given.equals(named);
  }

  /** The metrics in the tables, each with the labels that are told; a family ends in a star. */
  private Map<String, Set<String>> named() {
    Map<String, Set<String>> named = new TreeMap<>();
    page("Metrics")
        .lines()
        .filter(line -> line.startsWith("|"))
        .flatMap(line -> CODE.matcher(line).results())
        .map(code -> METRIC.matcher(code.group(1)))
        .filter(Matcher::matches)
        .forEach(
            metric ->
                named
                    .computeIfAbsent(metric.group(1), name -> new TreeSet<>())
                    .addAll(
                        metric.group(2) == null ? List.of() : List.of(metric.group(2).split(","))));
    return named;
  }

  /** What is given, each with the labels that it has. */
  private static Map<String, Set<String>> given(String scrape) {
    Map<String, Set<String>> given = new TreeMap<>();
    scrape
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(
            line ->
                given
                    .computeIfAbsent(line.split("[{ ]", 2)[0], name -> new TreeSet<>())
                    .addAll(labels(line)));
    return given;
  }

  private static Set<String> labels(String line) {
    return Pattern.compile("[{,]([a-z_]+)=\"")
        .matcher(line)
        .results()
        .map(label -> label.group(1))
        .collect(Collectors.toSet());
  }

  /** The expressions of the alerts. */
  List<String> alerts() {
    return ALERT
        .matcher(text)
        .results()
        .map(rule -> rule.group(2) == null ? rule.group(3) : rule.group(2))
        .toList();
  }

  /** The alerts that name no severity, or no page of the book that tells what to do. */
  List<String> faultsOfRunbooks() {
    List<String> faults = new ArrayList<>();
    long severities =
        text.lines().filter(line -> line.matches(" +severity: (page|ticket)")).count();
    if (severities != alerts().size()) {
      faults.add("%d alerts have %d severities".formatted(alerts().size(), severities));
    }
    List<String> runbooks =
        RUNBOOK.matcher(text).results().map(runbook -> runbook.group(1)).toList();
    if (runbooks.size() != alerts().size()) {
      faults.add("%d alerts have %d runbooks".formatted(alerts().size(), runbooks.size()));
    }
    runbooks.stream()
        .filter(runbook -> !isSection(runbook))
        .forEach(runbook -> faults.add(runbook + " is not there"));
    return faults;
  }

  private static boolean isSection(String link) {
    Path page = ROOT.resolve(link.split("#", 2)[0]);
    return Files.exists(page)
        && file(page)
            .lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
            .anyMatch(section -> link.endsWith("#" + section.replace(' ', '-')));
  }

  private static List<String> faultsOfQuery(
      String where, String alert, Map<String, Set<String>> given) {
    List<String> faults = new ArrayList<>();
    Set<String> labels = new TreeSet<>();
    MATCHERS.matcher(alert).results().forEach(m -> labels.addAll(labels(m.group())));
    GROUPED
        .matcher(alert)
        .results()
        .forEach(grouped -> labels.addAll(Arrays.asList(grouped.group(1).split(", *"))));
    String bare = GROUPED.matcher(MATCHERS.matcher(alert).replaceAll("")).replaceAll("");
    Set<String> there = new TreeSet<>(WHERE_IT_IS_FROM);
    Pattern.compile("[a-z]+(?:_[a-z0-9]+)+(?![a-z0-9_(])")
        .matcher(bare)
        .results()
        .map(MatchResult::group)
        .forEach(
            name -> {
              there.addAll(given.getOrDefault(name, Set.of()));
              if (!given.containsKey(name)) {
                faults.add("%s is in %s, but is not given".formatted(name, where));
              }
            });
    labels.stream()
        .filter(label -> !there.contains(label))
        .forEach(
            label ->
                faults.add("no metric has the label %s of %s".formatted(label, alert.strip())));
    return faults;
  }

  // The audit.

  /** As their code names them. */
  static Set<String> checksOfTheAudit() {
    Path audit = ROOT.resolve("audit/src/main/java/homework/arch/audit");
    Pattern name = Pattern.compile("new Findings\\(\"([a-z ]+)\"");
    return Stream.of("Checks.java", "OrderChecks.java")
        .flatMap(code -> name.matcher(file(audit.resolve(code))).results())
        .map(check -> check.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The checks of the audit that have no line. */
  Set<String> missingChecks() {
    Set<String> missing = checksOfTheAudit();
    page("The audit")
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf('|', 1)))
        .forEach(
            cell -> CODE.matcher(cell).results().forEach(code -> missing.remove(code.group(1))));
    return missing;
  }

  // Settings.

  /** Says what is wrong with the settings that are named, in a sentence for each. */
  List<String> faultsOfSettings() {
    List<String> faults = new ArrayList<>();
    Map<String, Set<String>> defaults = defaults();
    Set<String> variables = new TreeSet<>(defaults.keySet());
    documentedByTheirMakers().forEach(name -> variables.add(variable(name)));
    Pattern.compile("\\$\\{([A-Z_]+)")
        .matcher(file(ROOT.resolve("compose.yaml")))
        .results()
        .forEach(used -> variables.add(used.group(1)));
    VARIABLE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(variable -> !variables.contains(variable))
        .forEach(variable -> faults.add("%s is no setting".formatted(variable)));
    DEFAULT
        .matcher(text)
        .results()
        .forEach(
            row -> {
              Set<String> told = new TreeSet<>();
              CODE.matcher(row.group(2)).results().forEach(code -> told.add(code.group(1)));
              told.removeIf(code -> code.contains("_") && variables.contains(code));
              Set<String> real = defaults.getOrDefault(row.group(1), told);
              if (!told.equals(real)) {
                faults.add("the default of %s is %s".formatted(row.group(1), real));
              }
            });
    faults.addAll(faultsOfValues());
    return faults;
  }

  /** The settings of ours that no table describes. */
  Set<String> missingSettings() {
    Set<String> missing =
        defaults().keySet().stream()
            .filter(name -> name.startsWith("ARCH_"))
            .collect(Collectors.toCollection(TreeSet::new));
    DEFAULT.matcher(text).results().forEach(row -> missing.remove(row.group(1)));
    return missing;
  }

  /** What all processes have, each variable with the values that it has in one or another. */
  private static Map<String, Set<String>> defaults() {
    Map<String, Set<String>> defaults = new TreeMap<>();
    Stream.of(
            "platform/src/main/resources/platform.yml",
            "standalone-app/src/main/resources/application.yml",
            "user-app/src/main/resources/application.yml",
            "billing-app/src/main/resources/application.yml",
            "order-app/src/main/resources/application.yml",
            "notification-app/src/main/resources/application.yml")
        .map(OperationsBook::yaml)
        .forEach(
            yaml ->
                yaml.forEach(
                    (name, value) -> {
                      Set<String> values =
                          defaults.computeIfAbsent(
                              variable(String.valueOf(name)), none -> new TreeSet<>());
                      if (!String.valueOf(value).isBlank()) {
                        values.add(String.valueOf(value));
                      }
                    }));
    return defaults;
  }

  /** The values of the chart, whose own table is held against it elsewhere. */
  private List<String> faultsOfValues() {
    Set<String> values =
        Pattern.compile("(?m)^\\| `([^`]+)` \\|")
            .matcher(file(ROOT.resolve("helm/README.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());
    return CODE.matcher(text)
        .results()
        .map(code -> VALUE.matcher(code.group(1)))
        .filter(Matcher::matches)
        .map(value -> value.group(1))
        .filter(value -> !values.contains(value))
        .map(value -> value + " is no value of the chart")
        .toList();
  }

  /** As Spring reads it from the environment. */
  private static String variable(String property) {
    return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static Properties yaml(String path) {
    YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new FileSystemResource(ROOT.resolve(path)));
    Properties properties = yaml.getObject();
    return properties == null ? new Properties() : properties;
  }

  /** The properties of Spring and Axon that their jars tell of. */
  private static Set<String> documentedByTheirMakers() {
    try {
      return Collections.list(
              OperationsBook.class
                  .getClassLoader()
                  .getResources("META-INF/spring-configuration-metadata.json"))
          .stream()
          .flatMap(OperationsBook::properties)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> properties(URL metadata) {
    try (InputStream json = metadata.openStream()) {
      JsonNode properties = JsonMapper.shared().readTree(json).path("properties");
      return properties.valueStream().map(property -> property.path("name").asString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
