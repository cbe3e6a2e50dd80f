package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homework.arch.api.Money;
import homework.arch.api.billing.DepositFunds;
import homework.arch.api.billing.WithdrawFunds;
import homework.arch.api.order.OrderApproved;
import homework.arch.api.order.OrderCancelled;
import homework.arch.order.process.OrderSaga;
import homework.arch.platform.commands.ProcessCommands;
import homework.arch.platform.deadletters.Compensation;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the tour tells of the classes on the way is so, and its example of a new step of the saga
 * applies to the code as it is, and works.
 */
class TourTest {

  private static final Path TOUR = Docs.ROOT.resolve("docs/tour.md");

  /** A row of the table of classes: the file, and how many lines it has. */
  private static final Pattern CLASS =
      Pattern.compile("(?m)\\]\\((\\S+\\.java)\\) \\| [^|]+ \\| (\\d+) \\|$");

  private static final String STEP =
      Markdown.of(TOUR).codeBlocks().stream()
          .filter(block -> block.language().equals("diff"))
          .map(Markdown.CodeBlock::text)
          .findFirst()
          .orElseThrow();

  private static final Path SOURCES = Path.of("order-app/src/main/java");

  private static final UUID ORDER = UUID.fromString("0d000000-0000-4000-8000-000000000000");
  private static final UUID USER = UUID.fromString("50000000-0000-4000-8000-000000000000");
  private static final Money PRICE = new Money(900_05);
  private static final Money BONUS = new Money(9_00);
  private static final OrderApproved APPROVED =
      new OrderApproved(ORDER, USER, PRICE, Instant.EPOCH);
  private static final OrderCancelled CANCELLED =
      new OrderCancelled(ORDER, USER, PRICE, new UUID(0, 1), Instant.EPOCH);

  @TempDir private Path folder;

  @BeforeEach
  void copyTheSources() throws IOException {
    try (Stream<Path> files = Files.walk(Docs.ROOT.resolve(SOURCES))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(Docs.ROOT.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** About: a class that has grown by a fifth makes the tour longer than it says. */
  @Test
  void theClassesOnTheWayAreAsLongAsTold() {
    List<String> longer = new ArrayList<>();
    List<MatchResult> rows = CLASS.matcher(Docs.read(TOUR)).results().toList();
    for (MatchResult row : rows) {
      long lines = Docs.read(TOUR.resolveSibling(row.group(1)).normalize()).lines().count();
      if (lines > Long.parseLong(row.group(2)) * 1.2) {
        longer.add(row.group(1) + " has " + lines + " lines, not " + row.group(2));
      }
    }
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(longer).isEmpty();
  }

  /** Three files are what CONTRIBUTING.md promises. */
  @Test
  void theStepTouchesThreeFiles() {
    assertThat(touched()).hasSize(3);
  }

  @Test
  void theStepAppliesAndWorks() throws Exception {
    apply(STEP);
    try (URLClassLoader step = compiled()) {
      DepositFunds bonus =
          one(DepositFunds.class, commandsAfter(APPROVED, step), insteadOf(APPROVED, step));
      WithdrawFunds back =
          one(WithdrawFunds.class, commandsAfter(CANCELLED, step), insteadOf(CANCELLED, step));
      assertThat(bonus).isEqualTo(new DepositFunds(bonus.operationId(), USER, BONUS));
      assertThat(back).isEqualTo(new WithdrawFunds(back.operationId(), USER, BONUS));
      assertThat(back.operationId()).isNotEqualTo(bonus.operationId());
    }
    ClassLoader asItIs = getClass().getClassLoader();
    assertThat(commandsAfter(APPROVED, asItIs)).doesNotHaveAnyElementsOfTypes(DepositFunds.class);
  }

  @Test
  void aStepThatTheCodeHasMovedAwayFromIsFound() {
    String moved = STEP.replace("mails.happy(order)", "mails.veryHappy(order)");
    assertThatThrownBy(() -> apply(moved)).hasMessageContaining("OrderSaga.java");
  }

  /**
   * The one such command among those of the saga, the same at a repeat and where it is given up.
   */
  private static <C> C one(Class<C> type, List<Object> commands, List<Object> givenUp) {
    assertThat(commands).filteredOn(type::isInstance).hasSize(1);
    C command =
        commands.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    assertThat(givenUp).contains(command);
    return command;
  }

  /** What the saga sends, twice the same, as an event may come again. */
  private static List<Object> commandsAfter(Object event, ClassLoader code) throws Exception {
    List<Object> sent = new ArrayList<>();
    ProcessCommands recorder =
        new ProcessCommands(
            DefaultCommandGateway.builder().commandBus(SimpleCommandBus.builder().build()).build(),
            Duration.ZERO) {
          @Override
          public void send(Object command) {
            sent.add(command);
          }
        };
    Class<?> saga = code.loadClass(OrderSaga.class.getName());
    Method step =
        Arrays.stream(saga.getDeclaredMethods())
            .filter(method -> method.getParameterCount() > 0)
            .filter(method -> method.getParameterTypes()[0] == event.getClass())
            .findFirst()
            .orElseThrow();
    step.setAccessible(true);
    Object mails = mails(code);
    Object[] arguments =
        Arrays.stream(step.getParameterTypes())
            .map(
                type ->
                    Stream.of(event, recorder, mails)
                        .filter(type::isInstance)
                        .findFirst()
                        .orElseThrow())
            .toArray();
    Object instance = saga.getConstructor().newInstance();
    step.invoke(instance, arguments);
    List<Object> first = List.copyOf(sent);
    sent.clear();
    step.invoke(instance, arguments);
    assertThat(sent).isEqualTo(first);
    return first;
  }

  private static List<Object> insteadOf(Object event, ClassLoader code) throws Exception {
    Constructor<?> constructor =
        code.loadClass(OrderSaga.class.getPackageName() + ".OrderCompensation")
            .getDeclaredConstructors()[0];
    return ((Compensation) constructor.newInstance(mails(code))).insteadOf(event);
  }

  private static Object mails(ClassLoader code) throws Exception {
    return code.loadClass("homework.arch.order.domain.Mails")
        .getConstructor(String.class)
        .newInstance("RUB");
  }

  private static List<Path> touched() {
    return Pattern.compile("(?m)^\\+\\+\\+ b/(\\S+)")
        .matcher(STEP)
        .results()
        .map(file -> Path.of(file.group(1)))
        .toList();
  }

  /** As a reader would, except that no repository around the folder is looked for. */
  private void apply(String diff) throws IOException, InterruptedException {
    Path patch = Files.writeString(folder.resolve("step.diff"), diff);
    Path said = folder.resolve("said");
    ProcessBuilder git =
        new ProcessBuilder("git", "apply", patch.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    git.environment().put("GIT_CEILING_DIRECTORIES", folder.resolve("..").normalize().toString());
    Process applied = git.start();
    boolean ended = applied.waitFor(20, TimeUnit.SECONDS);
    assertThat(ended && applied.exitValue() == 0)
        .as("The step of docs/tour.md no longer applies: write it anew. %s", Docs.read(said))
        .isTrue();
  }

  /** The code of order-app, as the step makes it. */
  private URLClassLoader compiled() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler javac = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean fine =
          javac
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      classes.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(
                      touched().stream().map(folder::resolve).toList()))
              .call();
      assertThat(fine).as(complaints.toString()).isTrue();
    }
    URL asItIs = OrderSaga.class.getProtectionDomain().getCodeSource().getLocation();
    return new OrderAppFirst(new URL[] {classes.toUri().toURL(), asItIs});
  }

  /** Finds here what the tests themselves have another version of. */
  private static final class OrderAppFirst extends URLClassLoader {

    OrderAppFirst(URL[] classes) {
      super(classes, TourTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("homework.arch.order.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
