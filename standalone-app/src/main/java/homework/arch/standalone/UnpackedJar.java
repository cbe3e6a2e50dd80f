package homework.arch.standalone;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.springframework.util.FileSystemUtils;

/**
 * A jar of jars, unpacked by Spring Boot's own tool into a folder beside it: classes are found
 * there in half the time.
 */
final class UnpackedJar {

  private UnpackedJar() {}

  /**
   * The jar to be started instead. It is unpacked once; what was unpacked of other builds is
   * deleted.
   *
   * @throws IOException if it cannot be unpacked there, or somebody else has done it
   */
  static Path of(Path linked) throws IOException {
    Path jar = linked.toRealPath();
    String prefix = jar.getFileName() + ".unpacked-";
    Path unpacked = jar.resolveSibling(prefix + sum(jar));
    if (Files.notExists(unpacked)) {
      Path half = jar.resolveSibling("unpacking-" + ProcessHandle.current().pid());
      try {
        unpack(jar, half);
        deleteOthers(unpacked, prefix);
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

  /** Of the checksums of all that is in it. Its time says nothing: builds are reproducible. */
  private static String sum(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return Integer.toHexString(
          zip.stream().map(entry -> entry.getName() + entry.getCrc()).toList().hashCode());
    }
  }

  private static void unpack(Path jar, Path folder) throws IOException {
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

  private static void deleteOthers(Path unpacked, String prefix) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(unpacked.getParent(), prefix + "*")) {
      for (Path each : all) {
        if (!each.equals(unpacked)) {
          FileSystemUtils.deleteRecursively(each);
        }
      }
    }
  }
}
