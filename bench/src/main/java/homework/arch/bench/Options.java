package homework.arch.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was asked for on the command line.
 *
 * @param only the parts to run
 * @param root the folder of the project
 * @param jar the standalone application
 * @param java the program that runs it
 * @param jvm options of its JVM
 * @param axonServer host and port, or empty
 * @param growTo how many orders the store is filled up to
 */
record Options(
    Set<String> only,
    boolean quick,
    int rounds,
    Path root,
    Path jar,
    String java,
    List<String> jvm,
    String axonServer,
    long growTo,
    Path json) {

  static final List<String> PARTS =
      List.of(
          "start",
          "limit",
          "plain",
          "system",
          "waiting",
          "hot",
          "latency",
          "idle",
          "audit",
          "services",
          "growth");

  /** What the standalone application gives itself, for the services and the plain one as well. */
  static final List<String> AS_STANDALONE = List.of("-XX:+UseParallelGC", "-Xmx360m");

  static final String USAGE =
      """
      java -jar bench/target/bench.jar [options]
        --only PART,...     of %s; all unless given
        --quick             one short round, to see whether a change did anything
        --rounds N          3 unless given
        --jar FILE          the application; standalone-app/target/standalone-app.jar unless given
        --java FILE         the java that runs it; the one that runs this unless given
        --jvm "OPTION ..."  options of its JVM; those that it gives itself unless given
        --axon-server H:P   measures the four services as well, on an Axon Server that should be empty
        --grow-to N         how many orders the store is filled up to; 1000000 unless given
        --json FILE         where all figures go; bench/target/bench.json unless given
      """
          .formatted(String.join(", ", PARTS));

  /**
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options parse(String... arguments) {
    Set<String> only = new LinkedHashSet<>(PARTS);
    boolean quick = false;
    int rounds = 0;
    Path root = root(Path.of("").toAbsolutePath());
    Path jar = root.resolve("standalone-app/target/standalone-app.jar");
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> jvm = AS_STANDALONE;
    String axonServer = System.getProperty("axon-server", "");
    long growTo = 0;
    Path json = root.resolve("bench/target/bench.json");
    List<String> rest = new ArrayList<>(List.of(arguments));
    while (!rest.isEmpty()) {
      String option = rest.remove(0);
      if (option.equals("--quick")) {
        quick = true;
        continue;
      }
      if (rest.isEmpty()) {
        throw new IllegalArgumentException("There is no option " + option + " without a value.");
      }
      String value = rest.remove(0);
      switch (option) {
        case "--only" -> only = new LinkedHashSet<>(List.of(value.split(",", -1)));
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--jar" -> jar = Path.of(value).toAbsolutePath();
        case "--java" -> java = value;
        case "--jvm" ->
            jvm = value.isBlank() ? List.of() : List.of(value.strip().split("\\s+", -1));
        case "--axon-server" -> axonServer = value;
        case "--grow-to" -> growTo = Long.parseLong(value);
        case "--json" -> json = Path.of(value).toAbsolutePath();
        default -> throw new IllegalArgumentException("There is no option " + option + ".");
      }
    }
    for (String part : only) {
      if (!PARTS.contains(part)) {
        throw new IllegalArgumentException("There is no part " + part + ".");
      }
    }
    if (!Files.exists(jar)) {
      throw new IllegalArgumentException(
          "There is no " + jar + ": it is built by mvn package -DskipTests.");
    }
    return new Options(
        only,
        quick,
        rounds > 0 ? rounds : quick ? 1 : 3,
        root,
        jar,
        java,
        jvm,
        axonServer,
        growTo > 0 ? growTo : quick ? 20_000 : 1_000_000,
        json);
  }

  /** The nearest folder above that holds the applications, so that it can be run in any of them. */
  private static Path root(Path from) {
    for (Path folder = from; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("standalone-app"))) {
        return folder;
      }
    }
    return from;
  }

  boolean has(String part) {
    return only.contains(part) && (!part.equals("services") || !axonServer.isEmpty());
  }

  /** A duration, which a quick run shortens. */
  int seconds(int normally) {
    return quick ? Math.max(2, normally / 3) : normally;
  }
}
