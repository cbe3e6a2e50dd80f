package homework.arch.deployment;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
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
    Map<String, byte[]> parts = parts(tar);
    DocumentContext config = json(parts, "config.json");
    List<FileInImage> files = new ArrayList<>();
    for (String layer : layerFiles(parts)) {
      forEachEntry(
          part(parts, layer),
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
    }
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
    Map<String, byte[]> parts = parts(tar);
    for (String layer : layerFiles(parts)) {
      forEachEntry(
          part(parts, layer),
          (entry, contents) -> {
            Path path = folder.resolve(entry.getName()).normalize();
            if (!path.startsWith(folder)) {
              throw new IOException(entry.getName() + " leads out of the image");
            }
            if (entry.isDirectory()) {
              Files.createDirectories(path);
            } else {
              Files.createDirectories(Objects.requireNonNull(path.getParent()));
              Files.write(path, contents.readAllBytes());
            }
          });
    }
  }

  String label(String name) {
    return labels.getOrDefault("org.opencontainers.image." + name, "");
  }

  private static List<String> layerFiles(Map<String, byte[]> parts) {
    return json(parts, "manifest.json").read("$[0].Layers");
  }

  private static DocumentContext json(Map<String, byte[]> parts, String name) {
    return JsonPath.using(LENIENT).parse(new String(part(parts, name), StandardCharsets.UTF_8));
  }

  private static byte[] part(Map<String, byte[]> parts, String name) {
    return Objects.requireNonNull(parts.get(name), () -> "the image has no " + name);
  }

  private static Map<String, byte[]> parts(Path tar) {
    if (!Files.exists(tar)) {
      throw new AssertionError(
          tar + " is missing. It is built by \"mvn verify\" of the whole project.");
    }
    Map<String, byte[]> parts = new HashMap<>();
    try (TarArchiveInputStream input =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)))) {
      for (TarArchiveEntry entry = input.getNextEntry();
          entry != null;
          entry = input.getNextEntry()) {
        parts.put(entry.getName(), input.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  private static void forEachEntry(byte[] layer, EntryReader reader) {
    try (TarArchiveInputStream input =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
      for (TarArchiveEntry entry = input.getNextEntry();
          entry != null;
          entry = input.getNextEntry()) {
        reader.read(entry, input);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface EntryReader {
    void read(TarArchiveEntry entry, InputStream contents) throws IOException;
  }
}
