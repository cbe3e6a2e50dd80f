package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What {@code java -jar} and {@code mvn spring-boot:run} start. It runs the application as a child
 * process, with options that a jar cannot carry, and runs it again after a crash. The child ends
 * with it, in order when it is told to stop, and at once when it is killed.
 *
 * <p>{@code -Darch.supervised=false} runs all in one process, as do options of a debugger or of
 * whatever else looks into the JVM: it shall find the application there. Nothing of the application
 * is loaded here, so that it stays small.
 */
public final class Launcher {

  /** The application has crashed on purpose, see {@link CrashEndpoint}. */
  static final int CRASHED = 86;

  /** How the JVM ends by {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  /** As the JVM itself says it. */
  private static final int TERMINATED = 143;

  private static final int KILLED = 137;

  private static final String SUPERVISED = "arch.supervised";
  private static final String BY_PARENT = "by-parent";

  /** Whoever asks for another collector, or for a size of the heap, gets only that. */
  private static final List<Option> OPTIONS =
      List.of(
          new Option("-XX:+UseParallelGC", "-XX:\\+Use\\w+GC"),
          // Left alone the JVM takes gigabytes for garbage; with less it is also faster, see
          // docs/performance.md.
          new Option("-Xmx330m", "-Xm[nsx].*|-XX:\\w*(HeapSize|RAM).*"),
          new Option("-XX:+ExitOnOutOfMemoryError", "-XX:.ExitOnOutOfMemoryError"));

  /** Debuggers, agents, remote consoles, recordings: each has a port or a file, which is one. */
  private static final Pattern LOOKS_INTO_THE_JVM =
      Pattern.compile(
          "-(agent|javaagent|Xdebug|Xrun|Dcom\\.sun\\.management|XX:StartFlightRecording).*");

  /** These are in the options of the JVM that has read them. */
  private static final Set<String> OPTIONS_IN_THE_ENVIRONMENT =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private record Option(String ours, String others) {}

  private final List<String> given;
  private final String[] args;
  private boolean stopping;
  private Process child;

  private Launcher(List<String> given, String... args) {
    this.given = given;
    this.args = args;
    child = start();
  }

  public static void main(String[] args) throws InterruptedException {
    String supervised = System.getProperty(SUPERVISED, "true");
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    if (supervised.equals(BY_PARENT)) {
      followParent();
      StandaloneApp.main(args);
    } else if (isInOneProcess(supervised, given)) {
      StandaloneApp.main(args);
    } else {
      System.exit(new Launcher(given, args).supervise());
    }
  }

  static boolean isInOneProcess(String supervised, List<String> given) {
    return supervised.equals("false")
        || given.stream().anyMatch(option -> LOOKS_INTO_THE_JVM.matcher(option).matches());
  }

  static List<String> command(List<String> given, String... args) {
    List<String> command = new ArrayList<>();
    command.add(java());
    for (Option option : OPTIONS) {
      if (given.stream().noneMatch(other -> other.matches(option.others()))) {
        command.add(option.ours());
      }
    }
    command.addAll(given); // the last one of two counts
    command.add("-D" + SUPERVISED + "=" + BY_PARENT);
    command.add("-cp");
    command.addAll(classPathAndMain());
    command.addAll(List.of(args));
    return command;
  }

  /**
   * Those of this process. Only the class loader that Spring Boot has for a jar of jars is not
   * handed on, if it can be helped: it asks more than a hundred jars in turn for each class.
   */
  private static List<String> classPathAndMain() {
    String path = System.getProperty("java.class.path");
    String main = Launcher.class.getName();
    if (Launcher.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
      return List.of(path, main);
    }
    try {
      return List.of(UnpackedJar.held(UnpackedJar.of(Path.of(path))).toString(), main);
    } catch (IOException e) {
      return List.of(path, "org.springframework.boot.loader.launch.JarLauncher");
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Its input is how the child notices our end, see {@link #followParent}. The jar may have been
   * replaced since the last start.
   */
  private Process start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(given, args)).inheritIO().redirectInput(Redirect.PIPE);
      builder.environment().keySet().removeAll(OPTIONS_IN_THE_ENVIRONMENT);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the exit code. */
  @SuppressWarnings("SystemOut") // it is for the person at the terminal
  private int supervise() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    while (true) {
      long started = System.nanoTime();
      int code = child.waitFor();
      if (!isFollowedByAStart(code, System.nanoTime() - started, args)) {
        return code;
      }
      synchronized (this) {
        if (stopping) {
          return code;
        }
        System.err.println("arch-axon has crashed, exit code " + code + ", and is started again.");
        child = start();
      }
    }
  }

  /**
   * An application that runs out of memory in its first minute would do it again, as an audit would
   * whenever it does. Whoever kills it wants it gone, and all else is an end in order, or a start
   * that has failed.
   */
  static boolean isFollowedByAStart(int code, long nanos, String... args) {
    return code == CRASHED
        || (code == OUT_OF_MEMORY && nanos > TimeUnit.MINUTES.toNanos(1) && !isAudit(args));
  }

  /** Whether the command is meant, and not the application. */
  static boolean isAudit(String... args) {
    return args.length > 0 && args[0].equals(AuditCommand.NAME);
  }

  private synchronized void stop() {
    stopping = true;
    try {
      child.getOutputStream().write('\n');
      child.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended.
    }
    child.onExit().join();
  }

  /** Ends in order when the parent says so, and at once when the parent is gone. */
  private static void followParent() {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  new Thread(() -> System.exit(TERMINATED), "exit").start();
                }
              } catch (IOException e) {
                // As at its end.
              }
              Runtime.getRuntime().halt(KILLED);
            },
            "follow-parent");
    thread.setDaemon(true);
    thread.start();
  }
}
