package homework.arch.docs;

import homework.arch.docs.Commands.Command;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * What a command in a document must be, as far as it can be told without running it: what it names
 * is there.
 */
final class CommandRules {

  private static final Map<String, Function<List<String>, String>> CHECKED =
      Map.ofEntries(
          Map.entry("mvn", CommandRules::maven),
          Map.entry("java", CommandRules::java),
          Map.entry("curl", CommandRules::curl),
          Map.entry("helm", CommandRules::helm),
          Map.entry("kubectl", CommandRules::kubectl),
          Map.entry("docker", CommandRules::docker),
          Map.entry("kind", CommandRules::kind),
          Map.entry("minikube", CommandRules::minikube),
          Map.entry("sudo", CommandRules::sudo),
          Map.entry("newman", CommandRules::newman),
          Map.entry("npx", CommandRules::npx),
          Map.entry("npm", CommandRules::npm),
          Map.entry("git", CommandRules::git),
          Map.entry("./scenario", CommandRules::scenario),
          Map.entry("cd", CommandRules::cd));

  /** Whose arguments name nothing of ours. */
  private static final Set<String> COMMON =
      Set.of("createdb", "date", "grep", "openssl", "pg_dump", "pg_restore", "psql", "sed", "tr");

  private static final List<String> PHASES =
      List.of("clean", "validate", "test", "package", "verify");
  private static final List<String> MAVEN_FLAGS = List.of("-am", "-B", "-o", "-q");

  /** Those of Maven's plugins; all others must be somewhere in the project. */
  private static final Set<String> PROPERTIES_OF_PLUGINS =
      Set.of("skipTests", "surefire.failIfNoSpecifiedTests", "failsafe.failIfNoSpecifiedTests");

  private static final Pattern JAR = Pattern.compile("(?:([a-z-]+)/target/)?([a-z-]+)\\.jar");
  private static final Pattern FETCHED_JAR =
      Pattern.compile("\\.m2/repository/.+/([^/]+)/([^/]+)/\\1-\\2\\.jar$");
  private static final Pattern IN_THE_CHART = Pattern.compile("arch-axon-([a-z-]+?)(-\\d+)?");

  /** The folder that a clone of this project goes to. */
  private static final String CLONE = "arch-axon";

  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "arch.homework");

  /** Of Axon Server, whose API is not ours to know. */
  private static final int DASHBOARD = 8024;

  private static final Set<String> CURL_OPTIONS_WITH_VALUE =
      Set.of("--data", "--header", "--max-time", "--output", "--request", "--retry");
  private static final Set<String> OPTIONS_WITH_VALUE =
      Set.of(
          "-f",
          "-n",
          "-o",
          "-l",
          "--addons",
          "--config",
          "--memory",
          "--profile",
          "--repo",
          "--set",
          "--tail",
          "--timeout",
          "--values",
          "--version");

  private static final Path CHART = Docs.ROOT.resolve("helm");
  private static final List<String> MODULES =
      found("<module>([^<]+)</module>", Docs.read(Docs.ROOT.resolve("pom.xml")));
  private static final String POMS = textOf("pom.xml");

  private static final List<Call> CALLS = calls();

  /** A call of the API, with its path as a pattern. */
  private record Call(String method, Pattern path) {
    boolean matches(String asked, String at) {
      return method.equals(asked) && path.matcher(at).matches();
    }
  }

  private CommandRules() {}

  /** Whether what stands in a sentence is one to type, and not the name of a program or option. */
  static boolean isCommand(String text) {
    List<String> words = List.of(text.strip().split("\\s+", -1));
    return CHECKED.containsKey(words.get(0))
        && words.size() > (words.get(0).equals("mvn") ? 1 : 2)
        && !words.get(words.size() - 1).startsWith("--");
  }

  /** Says what is wrong, in a sentence for each. */
  static List<String> broken(Commands commands) {
    List<String> broken = new ArrayList<>();
    for (Command command : commands.all()) {
      String fault = fault(command);
      if (!fault.isEmpty()) {
        broken.add(command + " -- " + fault);
      }
    }
    return broken;
  }

  private static String fault(Command command) {
    Function<List<String>, String> check = CHECKED.get(command.program());
    if (check != null) {
      return check.apply(command.arguments());
    }
    return COMMON.contains(command.program())
        ? ""
        : "CommandRules knows no such program; a block that is for no terminal begins with ```text";
  }

  private static String maven(List<String> arguments) {
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.remove(0);
      String fault;
      if (argument.equals("-pl") && !rest.isEmpty()) {
        fault = unknown("module", List.of(rest.remove(0).split(",", -1)), MODULES);
      } else if (argument.startsWith("-P")) {
        fault =
            unknown(
                "profile",
                List.of(argument.substring(2).split(",", -1)),
                found("<profile>\\s*<id>([^<]+)</id>", POMS));
      } else if (argument.startsWith("-D")) {
        fault = property(argument.substring(2));
      } else if (argument.startsWith("-")) {
        fault = unknown("option", List.of(argument), MAVEN_FLAGS);
      } else if (argument.contains(":")) {
        String plugin = argument.substring(0, argument.indexOf(':')) + "-maven-plugin";
        fault = unknown("plugin", List.of(plugin), found("<artifactId>([^<]+)</artifactId>", POMS));
      } else {
        fault = unknown("phase", List.of(argument), PHASES);
      }
      if (!fault.isEmpty()) {
        return fault;
      }
    }
    return "";
  }

  private static String property(String property) {
    String name = property.replaceFirst("=.*", "");
    String value = property.substring(Math.min(property.length(), name.length() + 1));
    if (name.equals("test") || name.equals("it.test")) {
      return Arrays.stream(value.split(",", -1))
          .map(test -> test.replaceFirst("#.*", ""))
          .filter(test -> !test.equals("none") && !Sources.hasClass(test.replace("*", "\\w*")))
          .map(test -> "there is no test " + test)
          .findFirst()
          .orElse("");
    }
    boolean known =
        PROPERTIES_OF_PLUGINS.contains(name)
            || POMS.contains("<" + name + ">")
            || POMS.contains("${" + name + "}")
            || Sources.contain("\"" + name + "\"");
    return known ? "" : "there is no property " + name;
  }

  private static String java(List<String> arguments) {
    int jar = arguments.indexOf("-jar") + 1;
    if (jar == 0 || jar == arguments.size()) {
      return "there is no jar";
    }
    String path = arguments.get(jar);
    return isBuilt(path) || isFetched(path) ? "" : "no module builds " + path;
  }

  private static boolean isBuilt(String path) {
    Matcher jar = JAR.matcher(path);
    return jar.matches()
        && (jar.group(1) == null || jar.group(1).equals(jar.group(2)))
        && MODULES.contains(jar.group(2))
        && Sources.in(jar.group(2)).anyMatch(source -> source.contains("static void main("));
  }

  private static boolean isFetched(String path) {
    Matcher jar = FETCHED_JAR.matcher(path);
    return jar.find()
        && POMS.contains("<artifactId>%s<".formatted(jar.group(1)))
        && POMS.contains(".version>%s<".formatted(jar.group(2)));
  }

  private static String curl(List<String> arguments) {
    String method = "";
    boolean sends = false;
    String url = "";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.matches("-[a-zA-Z]+")) {
        char last = argument.charAt(argument.length() - 1);
        method = last == 'X' ? arguments.get(i + 1) : method;
        sends |= last == 'd';
        i += "HXdmouw".indexOf(last) < 0 ? 0 : 1;
      } else if (argument.startsWith("--")) {
        sends |= argument.startsWith("--data");
        i += CURL_OPTIONS_WITH_VALUE.contains(argument) ? 1 : 0;
      } else if (!url.isEmpty()) {
        return "it asks for two things";
      } else {
        url = argument;
      }
    }
    return called(method.isEmpty() ? (sends ? "POST" : "GET") : method, url);
  }

  private static String called(String method, String url) {
    URI uri = URI.create(url.contains("://") ? url : "http://" + url);
    String path = uri.getPath();
    if (!HOSTS.contains(uri.getHost())) {
      return "it asks somebody else";
    }
    if (uri.getPort() == DASHBOARD) {
      return "";
    }
    if (path.startsWith("/actuator/")) {
      return unknown("endpoint", List.of(path.split("/", -1)[2]), endpoints());
    }
    return CALLS.stream().anyMatch(call -> call.matches(method, path))
        ? ""
        : "no OpenAPI document has %s %s".formatted(method, path);
  }

  private static List<String> endpoints() {
    Map<?, ?> settings = yaml(Docs.ROOT.resolve("platform/src/main/resources/platform.yml"));
    Object exposed = at(settings, "management.endpoints.web.exposure.include");
    return List.of(String.valueOf(exposed).split(",\\s*", -1));
  }

  private static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (Path document : Docs.endingIn(".yaml")) {
      if (document.startsWith(Docs.ROOT.resolve("docs/openapi"))) {
        mapAt(yaml(document), "paths")
            .forEach(
                (path, item) -> {
                  Pattern pattern =
                      Pattern.compile(path.toString().replaceAll("\\{[^}]+}", "[^/]+"));
                  ((Map<?, ?>) item)
                      .keySet()
                      .forEach(
                          method ->
                              calls.add(
                                  new Call(method.toString().toUpperCase(Locale.ROOT), pattern)));
                });
      }
    }
    return calls;
  }

  private static String helm(List<String> arguments) {
    List<String> named = plain(arguments);
    if (named.isEmpty()) {
      return "it does nothing";
    }
    if (!valuesOf(arguments, "--repo").isEmpty()) { // another's chart
      return valuesOf(arguments, "--version").isEmpty() ? "it names no version" : "";
    }
    String verb = named.get(0);
    if (!Set.of("template", "lint", "package").contains(verb) && !isInOurNamespace(arguments)) {
      return "it does not name the namespace, -n arch-axon";
    }
    if (Set.of("install", "upgrade", "template", "lint", "package").contains(verb)) {
      String chart = named.get(named.size() - 1);
      if (!Docs.ROOT.resolve(chart).normalize().equals(CHART)) {
        return "there is no chart " + chart;
      }
    }
    return valuesOf(arguments, "--set").stream()
        .flatMap(set -> Arrays.stream(set.split(",", -1)))
        .map(set -> set.replaceFirst("=.*", ""))
        .filter(
            value -> !isValue(yaml(CHART.resolve("values.yaml")), List.of(value.split("\\.", -1))))
        .map(value -> "the chart has no value " + value)
        .findFirst()
        .orElse("");
  }

  /** Below an empty map the reader names things. */
  private static boolean isValue(Object values, List<String> path) {
    if (path.isEmpty() || (values instanceof Map<?, ?> map && map.isEmpty())) {
      return true;
    }
    return values instanceof Map<?, ?> map
        && map.containsKey(path.get(0))
        && isValue(map.get(path.get(0)), path.subList(1, path.size()));
  }

  private static String kubectl(List<String> arguments) {
    if (!isInOurNamespace(arguments) && !arguments.contains("namespace")) {
      return "it does not name the namespace, -n arch-axon";
    }
    List<String> parts = new ArrayList<>(MODULES);
    parts.addAll(List.of("axonserver", "postgresql"));
    return plain(arguments).stream()
        .map(name -> IN_THE_CHART.matcher(name.substring(name.indexOf('/') + 1)))
        .filter(Matcher::matches)
        .map(name -> unknown("part of the chart", List.of(name.group(1)), parts))
        .filter(fault -> !fault.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static boolean isInOurNamespace(List<String> arguments) {
    return valuesOf(arguments, "-n").equals(List.of("arch-axon"));
  }

  private static String docker(List<String> arguments) {
    List<String> named = plain(arguments);
    if (named.equals(List.of("login"))) {
      return "";
    }
    if (named.size() < 2 || !named.get(0).equals("compose")) {
      return "CommandRules knows docker compose only";
    }
    List<String> services = named.subList(2, named.size());
    Map<?, ?> ours = mapAt(yaml(Docs.ROOT.resolve("compose.yaml")), "services");
    List<String> profiles =
        found("(?m)^ +profiles: \\[(\\w+)]", Docs.read(Docs.ROOT.resolve("compose.yaml")));
    String fault = unknown("profile", valuesOf(arguments, "--profile"), profiles);
    if (!fault.isEmpty()) {
      return fault;
    }
    return unknown(
        "service",
        // What is done inside of one is not ours.
        named.get(1).equals("exec") ? services.subList(0, Math.min(1, services.size())) : services,
        ours.keySet().stream().map(Object::toString).toList());
  }

  private static String kind(List<String> arguments) {
    List<String> named = plain(arguments);
    if (named.equals(List.of("create", "cluster"))) {
      return valuesOf(arguments, "--config").stream()
          .filter(config -> !Files.exists(Docs.ROOT.resolve(config)))
          .map(config -> "there is no file " + config)
          .findFirst()
          .orElse("");
    }
    return named.size() == 3 && named.subList(0, 2).equals(List.of("load", "docker-image"))
        ? image(named.get(2))
        : "CommandRules knows no such kind";
  }

  private static String minikube(List<String> arguments) {
    List<String> named = plain(arguments);
    return named.size() == 3 && named.subList(0, 2).equals(List.of("image", "load"))
        ? image(named.get(2))
        : unknown("minikube", named, List.of("ip", "start", "tunnel"));
  }

  /** One that the build makes, as the chart looks for it. */
  private static String image(String name) {
    String registry = found("<image.registry>([^<]+)<", POMS).get(0);
    String tag = found("<image.tag>([^<]+)<", POMS).get(0);
    return unknown(
        "image",
        List.of(name),
        MODULES.stream()
            .filter(module -> module.endsWith("-app"))
            .map(module -> registry + "/" + module + ":" + tag)
            .toList());
  }

  private static String sudo(List<String> arguments) {
    return arguments.equals(List.of("tee", "-a", "/etc/hosts"))
        ? ""
        : "CommandRules knows sudo tee -a /etc/hosts only";
  }

  private static String newman(List<String> arguments) {
    List<String> named = new ArrayList<>(plain(arguments));
    List<String> variables = valuesOf(arguments, "--env-var");
    named.removeAll(variables);
    if (named.size() != 2 || !named.get(0).equals("run")) {
      return "it runs no collection";
    }
    String name = named.get(1).replaceFirst("^postman/", "");
    Path collection = Docs.ROOT.resolve("postman").resolve(name);
    if (!Files.exists(collection)) {
      return "there is no collection " + name;
    }
    List<String> known = found("\"key\": \"(\\w+)\"", Docs.read(collection));
    return unknown(
        "variable",
        variables.stream().map(variable -> variable.replaceFirst("=.*", "")).toList(),
        known);
  }

  private static String npx(List<String> arguments) {
    return !arguments.isEmpty() && arguments.get(0).equals("newman")
        ? newman(arguments.subList(1, arguments.size()))
        : "CommandRules knows npx newman only";
  }

  private static String npm(List<String> arguments) {
    if (!arguments.isEmpty() && arguments.get(0).equals("run")) {
      return arguments.size() > 1
              && textOf("package.json").contains("\"%s\":".formatted(arguments.get(1)))
          ? ""
          : "there is no such script";
    }
    return unknown("npm", arguments.subList(0, Math.min(1, arguments.size())), List.of("ci"));
  }

  private static String git(List<String> arguments) {
    return arguments.equals(List.of("clone", "REPOSITORY_URL", CLONE))
            || arguments.equals(List.of("apply", "step.diff")) // TourTest does it
        ? ""
        : "CommandRules knows git clone REPOSITORY_URL and git apply step.diff only";
  }

  private static String scenario(List<String> arguments) {
    return !Files.isExecutable(Docs.ROOT.resolve("scenario")) || arguments.size() > 1
        ? "the script takes one address"
        : arguments.stream()
            .filter(address -> !HOSTS.contains(URI.create(address).getHost()))
            .map(address -> "it asks somebody else")
            .findFirst()
            .orElse("");
  }

  private static String cd(List<String> arguments) {
    return arguments.size() == 1
            && (arguments.get(0).equals(CLONE)
                || Files.isDirectory(Docs.ROOT.resolve(arguments.get(0))))
        ? ""
        : "there is no such folder";
  }

  /** Without options and their values. */
  private static List<String> plain(List<String> arguments) {
    List<String> plain = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("-")) {
        i += OPTIONS_WITH_VALUE.contains(argument) ? 1 : 0;
      } else {
        plain.add(argument);
      }
    }
    return plain;
  }

  private static List<String> valuesOf(List<String> arguments, String option) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals(option)) {
        values.add(arguments.get(i + 1));
      }
    }
    return values;
  }

  private static String unknown(String kind, List<String> names, List<String> all) {
    return names.stream()
        .filter(name -> !all.contains(name))
        .map(name -> "there is no %s %s".formatted(kind, name))
        .findFirst()
        .orElse("");
  }

  private static String textOf(String fileName) {
    return String.join("\n", Docs.endingIn(fileName).stream().map(Docs::read).toList());
  }

  private static List<String> found(String pattern, String text) {
    Stream<String> found =
        Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
    return found.toList();
  }

  private static Map<?, ?> yaml(Path file) {
    return new Yaml().load(Docs.read(file));
  }

  private static Map<?, ?> mapAt(Map<?, ?> yaml, String key) {
    return (Map<?, ?>) Objects.requireNonNull(yaml.get(key), key);
  }

  private static Object at(Map<?, ?> yaml, String path) {
    Object there = yaml;
    for (String key : path.split("\\.", -1)) {
      there = Objects.requireNonNull(((Map<?, ?>) there).get(key), path);
    }
    return there;
  }
}
