package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.platform.startup.CannotStartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** The tests share one folder, whose name has a space: unpacking the programs takes seconds. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddedDatabaseTest {

  @TempDir private static Path parent;

  private final Path folder = parent.resolve("a folder");
  private final Path data = folder.resolve("data");
  private final List<AutoCloseable> started = new ArrayList<>();

  @AfterEach
  void leaveNothingRunning() throws Exception {
    for (AutoCloseable each : started) {
      each.close();
    }
    PostgresPrograms programs = new PostgresPrograms(parent.toRealPath().resolve("a folder"));
    List<ProcessHandle> left = programs.running();
    programs.killAll();
    assertThat(left).isEmpty();
  }

  @Test
  void keepsItsDataFromOneStartToTheNext() throws Exception {
    EmbeddedDatabase first = start();
    write(first, "kept by close");
    first.close();

    EmbeddedDatabase second = start();

    assertThat(read(second)).contains("kept by close");
    assertThat(ask(second, "SELECT current_database()")).isEqualTo("arch_axon");
  }

  @Test
  void isAsCarefulAsAServerThatKeepsMoneyMustBe() throws Exception {
    EmbeddedDatabase database = start();

    assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
    assertThat(ask(database, "SHOW synchronous_commit")).isEqualTo("on");
    assertThat(ask(database, "SHOW full_page_writes")).isEqualTo("on");
    assertThat(ask(database, "SHOW data_checksums")).isEqualTo("on");
    assertThat(ask(database, "SHOW max_connections")).isEqualTo("100");
    assertThat(ask(database, "SHOW shared_buffers")).isEqualTo("128MB");
    assertThat(ask(database, "SHOW server_version")).startsWith("18.");
    assertThat(ask(database, "SELECT upper('рубль')")).isEqualTo("РУБЛЬ");
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws Exception {
    int port = port(start());

    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        assertThat(accepts(address, port))
            .as("%s", address)
            .isEqualTo(address.getHostAddress().equals("127.0.0.1"));
      }
    }
  }

  @Test
  void takesOverFromAnApplicationThatWasKilled() throws Exception {
    Process child = startChild("write", "kept by kill -9");
    ProcessHandle orphan = recordedProcess();
    kill(child);
    assertThat(orphan.isAlive()).isTrue();

    EmbeddedDatabase database = start();

    assertThat(read(database)).contains("kept by kill -9");
    assertThat(orphan).satisfies(EmbeddedDatabaseTest::isGone);
  }

  @Test
  void survivesTheDeathOfTheServerItself() throws Exception {
    EmbeddedDatabase first = start();
    write(first, "kept by the log");
    ProcessHandle server = recordedProcess();
    server.destroyForcibly();
    isGone(server);
    first.close();

    assertThat(read(start())).contains("kept by the log");
  }

  @Test
  void doesNotTakeAnotherProgramForItsServer() throws Exception {
    start().close();
    Process stranger = startChild("idle");
    Files.writeString(data.resolve("postmaster.pid"), stranger.pid() + "\n" + data + "\n");

    write(start(), "written in spite of the stranger");

    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void toleratesAnEmptyProcessNumber() throws Exception {
    start().close();
    Files.createFile(data.resolve("postmaster.pid"));

    write(start(), "written in spite of the empty file");
  }

  @Test
  void refusesAFolderThatThisProcessUses() throws Exception {
    EmbeddedDatabase first = start();

    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(this::start)
        .withMessage("The database folder %s is in use by another running application.", folder);

    write(first, "still at work");
  }

  @Test
  void refusesAFolderThatAnotherProcessUses() throws Exception {
    EmbeddedDatabase first = start();
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(this::start); // must not free the lock

    assertThat(output(child("write", "stolen")))
        .contains("The database folder " + folder + " is in use by another running application.");

    write(first, "still at work");
    assertThat(read(first)).doesNotContain("stolen");
  }

  @Test
  void refusesAFolderThatCannotBeCreated() throws Exception {
    Path file = Files.createTempFile(parent, "regular", "file");
    Path below = file.resolve("folder");

    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> EmbeddedDatabase.start(below))
        .withMessage("The database folder %s cannot be created or written.", below);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesAFolderThatCannotBeWrittenEvenByRoot() {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> EmbeddedDatabase.start(Path.of("/proc/self")))
        .withMessage("The database folder /proc/self cannot be created or written.");
  }

  @Test
  void beginsAnewWhenItsFirstStartWasKilled() throws Exception {
    start().close();
    FileSystemUtils.deleteRecursively(data);
    Process child = child("write", "never written");
    Path halfMade = folder.resolve("data.unfinished/base"); // initdb makes it early
    while (Files.notExists(halfMade)) {
      assertThat(child.waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
    }
    kill(child);
    assertThat(halfMade).exists();
    assertThat(data).doesNotExist();

    write(start(), "written on the second attempt");
  }

  @Test
  void beginsAnewWhereTheVersionBeforeHasLeftItsDataHalfMade() throws Exception {
    start().close();
    FileSystemUtils.deleteRecursively(data);
    Files.createDirectories(data.resolve("base"));
    Path mark = Files.createFile(folder.resolve("data.unfinished"));

    write(start(), "written on the second attempt");

    assertThat(mark).doesNotExist();
  }

  @Test
  void beginsAnewWhenUnpackingItsProgramsWasCutShort() throws Exception {
    start().close();
    Path bin = folder.resolve("bin");
    Files.delete(bin.resolve("unpacked"));
    try (var programs = Files.walk(bin)) {
      for (Path each : programs.filter(Files::isRegularFile).toList()) {
        Files.write(each, new byte[0]);
      }
    }

    write(start(), "written on the second attempt");
  }

  @Test
  void neverDeletesDataThatAServerHasUsed() throws Exception {
    EmbeddedDatabase first = start();
    write(first, "precious");
    first.close();
    Files.createFile(folder.resolve("data.unfinished"));

    assertThat(read(start())).contains("precious");
  }

  @Test
  void saysSoWhereItHasNoProgramsForTheComputer() {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> PostgresPrograms.archive("Plan9", "x86_64"))
        .withMessageStartingWith("There is no PostgreSQL for Plan9 on x86_64 in this application.");
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> PostgresPrograms.archive("Linux", "abacus"));
  }

  @Test
  void refusesDataOfAnotherMajorVersion() throws Exception {
    start().close();
    Path version = data.resolve("PG_VERSION");
    Files.writeString(version, "17\n");
    List<String> before = everything();
    try {
      assertThatExceptionOfType(CannotStartException.class)
          .isThrownBy(this::start)
          .withMessage(
              "The data in %s belongs to PostgreSQL 17, but this application brings PostgreSQL 18.",
              data.toRealPath());
      assertThat(everything()).isEqualTo(before);
    } finally {
      Files.writeString(version, "18\n");
    }
  }

  @Test
  void refusesAFolderNamedDataThatIsNotPostgreSqls() throws Exception {
    Path strange = parent.resolve("strange");
    Path photo = Files.createDirectories(strange.resolve("data")).resolve("photo.jpg");
    Files.createFile(photo);

    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> EmbeddedDatabase.start(strange))
        .withMessageContaining("of unknown version");
    assertThat(photo).exists();
  }

  @Test
  void triesAnotherPortWhenTheFirstIsTaken() throws Exception {
    try (ServerSocket taken = anySocket()) {
      PrimitiveIterator.OfInt ports =
          IntStream.of(taken.getLocalPort(), EmbeddedDatabase.freePort()).iterator();

      EmbeddedDatabase database = remember(EmbeddedDatabase.start(folder, false, ports::nextInt));

      assertThat(port(database)).isNotEqualTo(taken.getLocalPort());
      write(database, "written through the second port");
    }
  }

  @Test
  void givesUpWhenEveryPortIsTaken() throws Exception {
    try (ServerSocket taken = anySocket()) {
      assertThatExceptionOfType(CannotStartException.class)
          .isThrownBy(() -> EmbeddedDatabase.start(folder, false, taken::getLocalPort))
          .withMessageContaining("PostgreSQL cannot start in " + folder.toRealPath());
    }
  }

  @Test
  void passesOnWhatPostgreSqlSaysWhenItFails() throws Exception {
    start().close();
    Path config = data.resolve("postgresql.conf");
    String before = Files.readString(config);
    Files.writeString(config, "no_such_setting = 1\n", StandardOpenOption.APPEND);
    try {
      assertThatExceptionOfType(CannotStartException.class)
          .isThrownBy(this::start)
          .withMessageContaining("postgresql.log")
          .withStackTraceContaining("no_such_setting");
    } finally {
      Files.writeString(config, before);
    }
  }

  @Test
  void closeStopsTheServerThoughSomebodyIsConnected() throws Exception {
    EmbeddedDatabase database = start();
    ProcessHandle server = recordedProcess();
    try (Connection idle = connect(database)) {
      assertThat(idle.isValid(1)).isTrue();

      database.close();
    }

    assertThat(server).satisfies(EmbeddedDatabaseTest::isGone);
    assertThat(data.resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void closingTwiceDoesNotStopTheNextOne() throws Exception {
    EmbeddedDatabase first = start();
    first.close();
    EmbeddedDatabase second = start();

    first.close();

    write(second, "still at work");
    assertThatExceptionOfType(CannotStartException.class).isThrownBy(this::start);
  }

  private EmbeddedDatabase start() {
    return remember(EmbeddedDatabase.start(folder));
  }

  private <T extends AutoCloseable> T remember(T closeable) {
    started.add(closeable);
    return closeable;
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), "");
  }

  private static @Nullable String ask(EmbeddedDatabase database, String query) {
    return TestDatabase.jdbc(database).queryForObject(query, String.class);
  }

  private static void write(EmbeddedDatabase database, String text) {
    JdbcTemplate jdbc = TestDatabase.jdbc(database);
    jdbc.execute("CREATE TABLE IF NOT EXISTS note (text varchar NOT NULL)");
    jdbc.update("INSERT INTO note VALUES (?)", text);
  }

  private static @Nullable String read(EmbeddedDatabase database) {
    return ask(database, "SELECT string_agg(text, ', ') FROM note");
  }

  private static int port(EmbeddedDatabase database) {
    return URI.create(database.getJdbcUrl().substring("jdbc:".length())).getPort();
  }

  /** Waits, since a dead process stays visible until the system has cleared it away. */
  private static void isGone(ProcessHandle process) {
    assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));
  }

  private static boolean accepts(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket anySocket() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private ProcessHandle recordedProcess() throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Every file and folder of the data with its size and time. */
  private List<String> everything() throws IOException {
    List<String> found = new ArrayList<>();
    try (var files = Files.walk(data)) {
      for (Path file : files.sorted().toList()) {
        found.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return found;
  }

  private Process child(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString()));
    command.addAll(List.of(arguments));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(() -> kill(child));
    return child;
  }

  private Process startChild(String... arguments) throws IOException {
    Process child = child(arguments);
    StringBuilder output = new StringBuilder();
    BufferedReader reader = child.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.equals(Child.READY)) {
        return child;
      }
      output.append(line).append('\n');
    }
    throw new AssertionError("The child ended:\n" + output);
  }

  /** Runs a child to its end: without input it does not wait. */
  private static String output(Process child) throws IOException {
    child.getOutputStream().close();
    return child.inputReader().lines().collect(Collectors.joining("\n"));
  }

  private static void kill(Process child) throws InterruptedException {
    child.destroyForcibly().waitFor();
  }

  /**
   * Another application: it takes the folder, and keeps it until it is killed or has no more input.
   */
  static final class Child {
    static final String READY = "ready";

    public static void main(String[] arguments) throws Exception {
      if (arguments[1].equals("write")) {
        write(EmbeddedDatabase.start(Path.of(arguments[0])), arguments[2]);
      }
      System.out.println(READY);
      System.in.read();
    }
  }
}
