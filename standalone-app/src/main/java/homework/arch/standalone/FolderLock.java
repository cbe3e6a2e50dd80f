package homework.arch.standalone;

import homework.arch.platform.startup.CannotStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** At most one application at a time uses a folder; the lock dies with its process. */
final class FolderLock implements AutoCloseable {

  /**
   * Closing any channel to a file may drop every lock this process has on it, so a second attempt
   * in the same process must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Another application holds it. */
  static final class InUseException extends CannotStartException {

    private static final long serialVersionUID = 1L;

    private InUseException(String sentence) {
      super(sentence);
    }
  }

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Creates the folder if missing and locks it.
   *
   * @throws InUseException if it is locked already
   * @throws CannotStartException if it cannot be created or written
   */
  static FolderLock take(Path folder) {
    try {
      if (!Files.isDirectory(folder)) { // createDirectories refuses a link to a folder
        Files.createDirectories(folder);
      }
      Path real = folder.toRealPath();
      if (HELD.add(real)) {
        try {
          FileChannel channel =
              FileChannel.open(
                  real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          if (channel.tryLock() != null) {
            return new FolderLock(real, channel);
          }
          channel.close();
        } catch (IOException e) {
          HELD.remove(real);
          throw e;
        }
        HELD.remove(real);
      }
    } catch (IOException e) {
      throw new CannotStartException(
          "The database folder %s cannot be created or written.".formatted(folder.toAbsolutePath()),
          e);
    }
    throw new InUseException(
        "The database folder %s is in use by another running application."
            .formatted(folder.toAbsolutePath()));
  }

  /** The folder's real path. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(folder);
    }
  }
}
