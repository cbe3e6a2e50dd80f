package homework.arch.standalone;

import homework.arch.platform.startup.CannotStartException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL kept in a folder of ours, for whoever has no database server at hand.
 *
 * <p>The library that brings PostgreSQL's programs can also start them, but as a throwaway for
 * tests: without fsync, and taking whoever answers on its port for its own server. Here money is
 * kept, so only its programs are used. The folder holds {@code data}, the programs in {@code bin},
 * a {@code lock}, and PostgreSQL's own words since the last start in {@code postgresql.log}.
 *
 * <p>The server listens on the loopback address only and trusts every user of this computer.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** The major version of the programs on the class path: they read no other version's data. */
  private static final String VERSION = "18";

  private static final String DATABASE = "arch_axon";
  static final String USERNAME = "postgres";
  private static final String HOST = "127.0.0.1";
  private static final int PORTS_TO_TRY = 3;

  private static final List<String> SERVER_CONFIG =
      List.of(
          "listen_addresses=" + HOST,
          "unix_socket_directories=",
          "fsync=on",
          "max_connections=100",
          "shared_buffers=128MB",
          "log_checkpoints=off");

  private final FolderLock lock;
  private final PostgresPrograms programs;
  private final Path data;
  private final Path unfinished;
  private int port;
  private boolean closed;

  private EmbeddedDatabase(FolderLock lock) {
    this.lock = lock;
    programs = new PostgresPrograms(lock.folder());
    data = lock.folder().resolve("data");
    unfinished = lock.folder().resolve("data.unfinished");
  }

  /**
   * Starts PostgreSQL on the data in {@code folder}, which is created if missing, and returns when
   * it accepts connections.
   *
   * @throws CannotStartException if the folder is in use, cannot be written, holds another
   *     version's data, or PostgreSQL fails; nothing is left running, and the folder can be tried
   *     again
   */
  static EmbeddedDatabase start(Path folder) {
    return start(folder, false, EmbeddedDatabase::freePort);
  }

  /**
   * As {@link #start(Path)}.
   *
   * @param afresh whether all data in the folder is deleted before
   * @param ports the source of the ports to try
   */
  static EmbeddedDatabase start(Path folder, boolean afresh, IntSupplier ports) {
    EmbeddedDatabase database = new EmbeddedDatabase(FolderLock.take(folder));
    try {
      database.open(afresh, ports);
      return database;
    } catch (IOException | RuntimeException e) {
      database.close();
      if (e instanceof CannotStartException plain) {
        throw plain;
      }
      Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
      String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      throw new CannotStartException(
          "PostgreSQL cannot start in %s: %s.".formatted(database.lock.folder(), reason), e);
    }
  }

  /** Whether there are data in the folder. */
  static boolean isKeptIn(Path folder) {
    return Files.exists(folder.resolve("data/PG_VERSION"));
  }

  /**
   * The URL of the server that another application has started in the folder.
   *
   * @throws CannotStartException if it is not there yet, or no more
   */
  static String urlOfRunning(Path folder) {
    try {
      String fourth = recorded(folder.resolve("data")).get(3);
      return jdbcUrl(DATABASE, Integer.parseInt(fourth.strip()));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new CannotStartException(
          "PostgreSQL in %s is being started or stopped.".formatted(folder), e);
    }
  }

  @Override
  public String getJdbcUrl() {
    return jdbcUrl(DATABASE, port);
  }

  @Override
  public String getUsername() {
    return USERNAME;
  }

  @Override
  public String getPassword() {
    return ""; // it listens on loopback and trusts who is there
  }

  /** Stops PostgreSQL, waits until it is gone, and gives the folder back. Does not throw. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stopServer();
    } catch (IOException | RuntimeException e) {
      log.error("PostgreSQL in {} did not stop; the next start will stop it", lock.folder(), e);
    } finally {
      lock.close();
    }
  }

  private void open(boolean afresh, IntSupplier ports) throws IOException {
    boolean anew = afresh || isHalfMade();
    if (!anew) {
      refuseForeignData();
    }
    programs.startLog();
    stopServer();
    if (anew) {
      FileSystemUtils.deleteRecursively(data);
    }
    forgetStaleProcessNumber();
    programs.unpack();
    initialise();
    port = launch(ports);
    createDatabase();
    log.info("PostgreSQL keeps its data in {} and listens on port {}", lock.folder(), port);
  }

  /**
   * The version before marked half-made data by a file. Any server writes postmaster.opts, so
   * without it there is nothing yet to lose.
   */
  private boolean isHalfMade() {
    return Files.isRegularFile(unfinished) && Files.notExists(data.resolve("postmaster.opts"));
  }

  private void refuseForeignData() throws IOException {
    if (Files.notExists(data)) {
      return;
    }
    Path file = data.resolve("PG_VERSION");
    String version = Files.exists(file) ? Files.readString(file).strip() : "of unknown version";
    if (!version.equals(VERSION)) {
      throw new CannotStartException(
          "The data in %s belongs to PostgreSQL %s, but this application brings PostgreSQL %s."
              .formatted(data, version, VERSION));
    }
  }

  /**
   * Stops the server of this folder, and whatever else a killed application left running: a server
   * outlives the application that started it. Nobody else needs them, since we hold the lock.
   */
  private void stopServer() throws IOException {
    String recorded = recordedProcess();
    if (programs.running().stream().anyMatch(p -> recorded.equals(Long.toString(p.pid())))) {
      programs.run(
          "pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60"); // seconds
    }
    programs.killAll();
  }

  /**
   * After a reboot the number in postmaster.pid may be another program's, which PostgreSQL would
   * take for a running server; after a power cut there may be no number. A program we know nothing
   * about, and any other postgres, is left for PostgreSQL to judge: two servers would ruin the
   * data.
   */
  private void forgetStaleProcessNumber() throws IOException {
    String recorded = recordedProcess();
    boolean reused =
        ProcessHandle.allProcesses()
            .filter(process -> recorded.equals(Long.toString(process.pid())))
            .flatMap(process -> process.info().command().stream())
            .anyMatch(command -> !new File(command).getName().startsWith("postgres"));
    if (reused || recorded.isEmpty()) {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    }
  }

  private String recordedProcess() throws IOException {
    List<String> lines = recorded(data);
    return lines.isEmpty() ? "" : lines.get(0).strip();
  }

  /** The lines of the server's own record: process, folder, time, port. */
  private static List<String> recorded(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    // Latin-1 accepts any bytes: the folder is in whatever encoding.
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
  }

  /** Makes the data once, under another name until they are whole. */
  private void initialise() throws IOException {
    FileSystemUtils.deleteRecursively(unfinished);
    if (Files.notExists(data)) {
      programs.run(
          "initdb",
          "--pgdata=" + unfinished,
          "--username=" + USERNAME,
          "--auth=trust",
          "--encoding=UTF8",
          // The same order and the same upper case on every computer.
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--no-instructions");
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
      PostgresPrograms.force(lock.folder());
    }
  }

  private int launch(IntSupplier ports) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int candidate = ports.getAsInt();
      String options = "-p " + candidate + " -c " + String.join(" -c ", SERVER_CONFIG);
      try {
        programs.run(
            "pg_ctl", "start", "-D", data.toString(), "-o", options, "-w", "-t", "120"); // seconds
        return candidate;
      } catch (IOException e) {
        boolean taken = String.valueOf(e.getMessage()).contains("could not bind");
        if (!taken || attempt == PORTS_TO_TRY) {
          throw e;
        }
        log.info("Port {} was taken by another program meanwhile", candidate);
      }
    }
  }

  private void createDatabase() {
    JdbcTemplate server =
        new JdbcTemplate(
            new DriverManagerDataSource(jdbcUrl("postgres", port), USERNAME, getPassword()));
    if (!server.queryForList("select datname from pg_database", String.class).contains(DATABASE)) {
      server.execute("create database " + DATABASE);
    }
  }

  private static String jdbcUrl(String database, int port) {
    return "jdbc:postgresql://%s:%d/%s".formatted(HOST, port, database);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
