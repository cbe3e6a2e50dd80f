package homework.arch.standalone;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A jar of jars, unpacked by Spring Boot's own tool into a folder beside it: classes are found
 * there in half the time.
 */
final class UnpackedJar {

  private UnpackedJar() {}

  private static final String IN_USE = "in-use";
  private static final String UNPACKING = "unpacking-";

  /** Open as long as this process lives: what it runs is not to be deleted. */
  private static @Nullable FileChannel held;

  /**
   * The jar to be started instead. It is unpacked once; what was unpacked of other builds, and is
   * not in use, is deleted.
   *
   * @throws IOException if it cannot be unpacked there, or somebody else has done it
   */
  static Path of(Path linked) throws IOException {
    Path jar = linked.toRealPath();
    String prefix = jar.getFileName() + ".unpacked-";
    Path unpacked = jar.resolveSibling(prefix + sum(jar));
    if (Files.notExists(unpacked)) {
      Path half = jar.resolveSibling(UNPACKING + ProcessHandle.current().pid());
      try {
        unpack(jar, half);
        deleteOthers(unpacked, prefix, half);
        Files.move(half, unpacked, ATOMIC_MOVE);
      } catch (IOException e) {
        if (Files.notExists(unpacked)) { // else another process was quicker
          throw e;
        }
      } finally {
        FileSystemUtils.deleteRecursively(half);
      }
    }
    if (!Files.getOwner(unpacked).equals(Files.getOwner(jar))) {
      throw new IOException(unpacked + " is somebody else's.");
    }
    return unpacked.resolve(jar.getFileName());
  }

  /**
   * Keeps the folder of such a jar from being deleted as long as this process lives.
   *
   * @throws IOException if it is being deleted
   */
  static Path held(Path unpacked) throws IOException {
    if (Files.isWritable(unpacked.getParent())) { // else nobody deletes it
      if (held != null) {
        held.close(); // of the start before, perhaps of another build
      }
      FileChannel channel = FileChannel.open(unpacked.resolveSibling(IN_USE), CREATE, READ, WRITE);
      channel.lock(0, Long.MAX_VALUE, true);
      held = channel;
    }
    return unpacked;
  }

  /** Of the checksums of all that is in it. Its time says nothing: builds are reproducible. */
  private static String sum(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return Integer.toHexString(
          zip.stream().map(entry -> entry.getName() + entry.getCrc()).toList().hashCode());
    }
  }

  /**
   * By Spring Boot's tool, which is in the jar.
   *
   * @throws IOException if it fails
   */
  static void unpack(Path jar, Path folder) throws IOException {
    ProcessBuilder tool =
        new ProcessBuilder(
            Launcher.java(),
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--force",
            "--destination",
            folder.toString());
    tool.redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
    if (tool.start().onExit().join().exitValue() != 0) {
      throw new IOException("The jar could not be unpacked.");
    }
  }

  private static void deleteOthers(Path unpacked, String prefix, Path half) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(unpacked.getParent())) {
      for (Path each : all) {
        String name = each.getFileName().toString();
        if (name.startsWith(UNPACKING) && !isAlive(each)) {
          FileSystemUtils.deleteRecursively(each);
        } else if (name.startsWith(prefix) && !each.equals(unpacked)) {
          deleteUnlessInUse(each, Path.of(half + "-of-before"));
        }
      }
    }
  }

  /** Whether the process that unpacks there is still there. */
  private static boolean isAlive(Path half) {
    String pid = half.getFileName().toString().replaceAll("\\D", "");
    return pid.isEmpty() || ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }

  /** Under another name: half of it must not be taken for the whole. */
  private static void deleteUnlessInUse(Path folder, Path renamed) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(IN_USE), CREATE, READ, WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        Files.move(folder, renamed, ATOMIC_MOVE);
        FileSystemUtils.deleteRecursively(renamed);
      }
    } catch (OverlappingFileLockException e) {
      // In use by this very process.
    }
  }
}
