package homework.arch.standalone;

import homework.arch.platform.startup.CannotStartException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this computer, unpacked from the class path, and how to run them. */
final class PostgresPrograms {

  private static final String SYSTEM = System.getProperty("os.name");
  private static final boolean WINDOWS = SYSTEM.startsWith("Windows");
  private static final boolean MAC = SYSTEM.startsWith("Mac");

  private final Path home;
  private final Path output;

  /** The folder must be a real path: running programs are recognised by theirs. */
  PostgresPrograms(Path folder) {
    home = folder.resolve("bin");
    output = folder.resolve("postgresql.log");
  }

  /** Begins the file of the programs' own words anew, so that it does not grow for ever. */
  void startLog() throws IOException {
    Files.write(output, new byte[0]);
  }

  /** Unpacks the programs, unless these very ones are there; a stamp written last tells. */
  void unpack() throws IOException {
    Path stamp = home.resolve("unpacked");
    String sum;
    // Not a cryptographic digest, which takes a young JVM a tenth of a second.
    try (CheckedInputStream archive = new CheckedInputStream(archive(), new CRC32())) {
      long length = archive.transferTo(OutputStream.nullOutputStream());
      sum = length + " " + archive.getChecksum().getValue();
    }
    if (Files.exists(stamp) && Files.readString(stamp).equals(sum)) {
      return;
    }
    Files.deleteIfExists(stamp);
    FileSystemUtils.deleteRecursively(home);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar);
      }
    }
    Files.writeString(stamp, sum);
  }

  private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
    Path target = home.resolve(entry.getName());
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    if ((entry.getMode() & 0100) != 0) {
      target.toFile().setExecutable(true, false);
    }
  }

  private static InputStream archive() throws IOException {
    // The macOS programs are universal binaries: one archive serves both processors.
    return archive(
        WINDOWS ? "Windows" : MAC ? "Darwin" : "Linux",
        MAC ? "x86_64" : System.getProperty("os.arch"));
  }

  /**
   * The programs for an operating system and a processor.
   *
   * @throws CannotStartException if they were not built in
   */
  static InputStream archive(String system, String processor) throws IOException {
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, processor);
    } catch (IllegalStateException e) {
      throw new CannotStartException(
          ("There is no PostgreSQL for %s on %s in this application. Build it on such a computer,"
                  + " or for all by -Prelease; or name a database by SPRING_DATASOURCE_URL.")
              .formatted(system, processor),
          e);
    }
  }

  /**
   * Runs a program to its end, deaf to interrupts: half a start or stop is worse than a late one.
   *
   * @throws IOException if it ends with an error: one line, and then all that was written so far
   */
  void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
    }
    command.add(home.resolve("bin").resolve(WINDOWS ? program + ".exe" : program).toString());
    command.addAll(List.of(arguments));
    // A file, not a pipe: the server inherits it, and must be able to write when we are gone.
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    // On macOS a server without a valid locale does not start; and errors come in English.
    builder.environment().put("LC_ALL", "C");
    if (builder.start().onExit().join().exitValue() != 0) {
      String written = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      throw new IOException(program + " failed, see " + output + "\n" + written);
    }
  }

  /** All processes that run one of these programs, whoever started them. */
  List<ProcessHandle> running() {
    String prefix = home + File.separator;
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().command().filter(path -> path.startsWith(prefix)).isPresent())
        .toList();
  }

  /** Kills all {@link #running()} processes and waits until they are gone. */
  void killAll() throws IOException {
    List<ProcessHandle> left = running();
    for (int round = 0; !left.isEmpty(); round++, left = running()) { // they may have had children
      if (round == 10) {
        throw new IOException("these processes cannot be ended: " + left);
      }
      for (ProcessHandle process : left) {
        process.destroyForcibly();
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
      }
    }
  }

  /** Makes what was created or deleted in a folder survive a power cut. */
  static void force(Path folder) throws IOException {
    if (!WINDOWS) { // which cannot open a folder
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
