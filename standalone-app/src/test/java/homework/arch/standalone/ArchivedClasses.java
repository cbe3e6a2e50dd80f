package homework.arch.standalone;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/**
 * The standalone application's classes as the JVM has parsed and verified them (AppCDS): with them
 * a start takes two thirds of the CPU. They are archived once for each build, beside the unpacked
 * jar.
 */
final class ArchivedClasses {

  private ArchivedClasses() {}

  /** The option of the JVM; none while another JVM that runs tests is making the archive. */
  static synchronized List<String> option() {
    Path jar = UnpackedApp.jar(AppProcess.STANDALONE);
    // The JVM of another version says that it cannot use it.
    Path archive = jar.resolveSibling("classes-" + Runtime.version() + ".jsa");
    try (FileChannel channel = FileChannel.open(jar.resolveSibling("classes.lock"), CREATE, WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && Files.notExists(archive)) {
        make(archive);
      }
      return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all that a start and an order need. The JVM writes it when it ends. */
  private static void make(Path archive) throws IOException {
    Path half = archive.resolveSibling("classes.half");
    Path folder = Files.createTempDirectory(archive.getParent(), "training");
    try (AppProcess app =
        AppProcess.launch(
            AppProcess.STANDALONE,
            folder,
            Map.of(),
            List.of(AppProcess.IN_ONE_PROCESS, "-XX:ArchiveClassesAtExit=" + half))) {
      new OrderStory(new Api(app.awaitReady()::url)).play();
    }
    FileSystemUtils.deleteRecursively(folder);
    Files.move(half, archive, ATOMIC_MOVE);
  }
}
