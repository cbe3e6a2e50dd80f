package homework.arch.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What was asked for on the command line.
 *
 * @param only the parts to run
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
    Path jar,
    String java,
    List<String> jvm,
    String axonServer,
    long growTo,
    Path json) {

  private static final String ALL =
      "start,limit,plain,system,waiting,hot,latency,idle,audit,services,growth";

  static final List<String> PARTS = List.of(ALL.split(",", -1));

  /** What the standalone application gives itself, for the services and the plain one as well. */
  private static final String AS_STANDALONE = "-XX:+UseParallelGC -Xmx330m";

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
   * Reads them.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options parse(String... arguments) {
    boolean quick = List.of(arguments).contains("--quick");
    Map<String, String> values = new HashMap<>();
    values.put("--only", ALL);
    values.put("--rounds", quick ? "1" : "3");
    values.put("--jar", "standalone-app/target/standalone-app.jar");
    values.put("--java", ProcessHandle.current().info().command().orElse("java"));
    values.put("--jvm", AS_STANDALONE);
    values.put("--axon-server", System.getProperty("axon-server", ""));
    values.put("--grow-to", quick ? "20000" : "1000000");
    values.put("--json", "bench/target/bench.json");
    Iterator<String> rest =
        Stream.of(arguments).filter(argument -> !argument.equals("--quick")).iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      if (!rest.hasNext() || values.replace(option, rest.next()) == null) {
        throw new IllegalArgumentException(
            "There is no option " + option + ", or it is not followed by a value.");
      }
    }
    UnaryOperator<String> value = option -> Objects.requireNonNull(values.get(option));
    Options options =
        new Options(
            new LinkedHashSet<>(words(value.apply("--only"), ",")),
            quick,
            Integer.parseInt(value.apply("--rounds")),
            Path.of(value.apply("--jar")).toAbsolutePath(),
            value.apply("--java"),
            words(value.apply("--jvm"), "\\s+"),
            value.apply("--axon-server"),
            Long.parseLong(value.apply("--grow-to")),
            Path.of(value.apply("--json")).toAbsolutePath());
    for (String part : options.only) {
      if (!PARTS.contains(part)) {
        throw new IllegalArgumentException("There is no part " + part + ".");
      }
    }
    if (!Files.exists(options.jar)) {
      throw new IllegalArgumentException(
          "There is no " + options.jar + ": it is built by mvn package -DskipTests.");
    }
    return options;
  }

  private static List<String> words(String text, String separator) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(separator, -1));
  }

  boolean has(String part) {
    return only.contains(part) && (!part.equals("services") || !axonServer.isEmpty());
  }

  /** A duration, which a quick run shortens. */
  int seconds(int normally) {
    return quick ? Math.max(2, normally / 3) : normally;
  }
}
