package homework.arch.deployment;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as its tar has it.
 *
 * @param user as the image says it, such as {@code 10001:10001}
 * @param layers the digests, the lowest layer first
 * @param layerNames what each layer is for
 */
record Image(
    String user,
    String workingDirectory,
    List<String> entrypoint,
    List<String> environment,
    Map<String, String> labels,
    Instant created,
    List<String> layers,
    List<String> layerNames,
    List<FileInImage> files) {

  /**
   * @param path without a slash in front
   */
  record FileInImage(String path, int mode, long owner, Instant modified) {}

  private static final Configuration LENIENT =
      Configuration.defaultConfiguration().addOptions(Option.DEFAULT_PATH_LEAF_TO_NULL);

  static Image of(Path tar) {
    Map<String, byte[]> parts = new HashMap<>();
    List<FileInImage> files = new ArrayList<>();
    forEachEntry(
        tar,
        (name, contents) -> parts.put(name, contents.readAllBytes()),
        (entry, contents) -> {
          if (entry.isFile()) {
            files.add(
                new FileInImage(
                    entry.getName(),
                    entry.getMode(),
                    entry.getLongUserId(),
                    entry.getLastModifiedTime().toInstant()));
          }
        });
    byte[] json =
        Objects.requireNonNull(parts.get("config.json"), () -> tar + " has no configuration");
    DocumentContext config =
        JsonPath.using(LENIENT).parse(new String(json, StandardCharsets.UTF_8));
    return new Image(
        Objects.requireNonNullElse(config.<String>read("$.config.User"), ""),
        Objects.requireNonNullElse(config.<String>read("$.config.WorkingDir"), ""),
        config.read("$.config.Entrypoint"),
        config.read("$.config.Env"),
        config.read("$.config.Labels"),
        Instant.parse(config.read("$.created")),
        config.read("$.rootfs.diff_ids"),
        config.read("$.history[*].comment"),
        List.copyOf(files));
  }

  /** Writes the files of the image below the folder. */
  static void unpack(Path tar, Path folder) {
    forEachEntry(
        tar,
        (name, contents) -> {},
        (entry, contents) -> {
          Path path = folder.resolve(entry.getName()).normalize();
          if (!path.startsWith(folder)) {
            throw new IOException(entry.getName() + " leads out of the image");
          }
          if (entry.isDirectory()) {
            Files.createDirectories(path);
          } else {
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.copy(contents, path);
          }
        });
  }

  String label(String name) {
    return labels.getOrDefault("org.opencontainers.image." + name, "");
  }

  private static void forEachEntry(Path tar, PartReader parts, EntryReader entries) {
    if (!Files.exists(tar)) {
      throw new AssertionError(
          tar + " is missing. It is built by \"mvn verify -DskipTests\" of the whole project.");
    }
    try (TarArchiveInputStream image =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)))) {
      for (TarArchiveEntry part = image.getNextEntry(); part != null; part = image.getNextEntry()) {
        if (part.getName().endsWith(".tar.gz")) {
          forEachEntry(image, entries);
        } else {
          parts.read(part.getName(), image);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // What is opened here would close the whole tar with it.
  @SuppressWarnings("resource")
  private static void forEachEntry(InputStream compressed, EntryReader reader) throws IOException {
    TarArchiveInputStream layer = new TarArchiveInputStream(new GZIPInputStream(compressed, 65536));
    for (TarArchiveEntry entry = layer.getNextEntry();
        entry != null;
        entry = layer.getNextEntry()) {
      reader.read(entry, layer);
    }
  }

  private interface PartReader {
    void read(String name, InputStream contents) throws IOException;
  }

  private interface EntryReader {
    void read(TarArchiveEntry entry, InputStream contents) throws IOException;
  }
}
