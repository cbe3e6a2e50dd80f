package homework.arch.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
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
 * whatever else looks into the JVM: it shall find the application there. Nothing of Spring is
 * loaded here, so that it stays small.
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
          new Option("-Xmx360m", "-Xm[nsx].*|-XX:\\w*(HeapSize|RAM).*"),
          new Option("-XX:+ExitOnOutOfMemoryError", "-XX:.ExitOnOutOfMemoryError"));

  /** Debuggers, agents, remote consoles, recordings: each has a port or a file, which is one. */
  private static final Pattern LOOKS_INTO_THE_JVM =
      Pattern.compile(
          "-(agent|javaagent|Xdebug|Xrun|Dcom\\.sun\\.management|XX:StartFlightRecording).*");

  /** These are in the options of the JVM that has read them. */
  private static final Set<String> OPTIONS_IN_THE_ENVIRONMENT =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private record Option(String ours, String others) {}

  private final List<String> command;
  private boolean stopping;
  private Process child;

  private Launcher(List<String> command) {
    this.command = command;
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
      System.exit(new Launcher(command(given, args)).supervise());
    }
  }

  static boolean isInOneProcess(String supervised, List<String> given) {
    return supervised.equals("false")
        || given.stream().anyMatch(option -> LOOKS_INTO_THE_JVM.matcher(option).matches());
  }

  static List<String> command(List<String> given, String... args) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    for (Option option : OPTIONS) {
      if (given.stream().noneMatch(other -> other.matches(option.others()))) {
        command.add(option.ours());
      }
    }
    command.addAll(given); // the last one of two counts
    command.add("-D" + SUPERVISED + "=" + BY_PARENT);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    // From a jar of jars the class loader of Spring Boot has come first.
    boolean isNested = Launcher.class.getClassLoader() != ClassLoader.getSystemClassLoader();
    command.add(
        isNested ? "org.springframework.boot.loader.launch.JarLauncher" : Launcher.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  /** Its input is how the child notices our end, see {@link #followParent}. */
  private Process start() {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO().redirectInput(Redirect.PIPE);
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
      if (!isFollowedByAStart(code, System.nanoTime() - started)) {
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
   * An application that runs out of memory in its first minute would do it again. Whoever kills it
   * wants it gone, and all else is an end in order, or a start that has failed.
   */
  static boolean isFollowedByAStart(int code, long nanos) {
    return code == CRASHED || (code == OUT_OF_MEMORY && nanos > TimeUnit.MINUTES.toNanos(1));
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
