package homework.arch.audit;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more lines than fit into memory: as many as fit are sorted and put into a temporary file,
 * packed, and in the end the files are merged while they are read.
 */
final class Sorter implements AutoCloseable {

  private static final int MEMORY = 32 << 20;
  private static final int BYTES_OF_A_STRING = 56;

  /** What is left of a file: its first line, and the others. */
  private record Source(String line, BufferedReader others) {}

  private final int memory;
  private final List<Path> files = new ArrayList<>();
  private final PriorityQueue<Source> sources =
      new PriorityQueue<>(Comparator.comparing(Source::line));
  private List<String> gathered = new ArrayList<>();
  private int size;

  Sorter() {
    this(MEMORY);
  }

  /**
   * @param memory how many bytes are held in memory at most, or a few more
   */
  Sorter(int memory) {
    this.memory = memory;
  }

  void add(String line) throws IOException {
    gathered.add(line);
    size += line.length() + BYTES_OF_A_STRING;
    if (size > memory) {
      writeFile();
    }
  }

  private void writeFile() throws IOException {
    Path file = Files.createTempFile("audit", null);
    files.add(file);
    gathered.sort(Comparator.naturalOrder());
    OutputStream packed = new QuickGzip(Files.newOutputStream(file));
    try (Writer out = new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8))) {
      for (String line : gathered) {
        out.write(line);
        out.write('\n');
      }
    }
    gathered = new ArrayList<>();
    size = 0;
  }

  /** No more is added: from now on they can be taken. */
  void sort() throws IOException {
    writeFile();
    for (Path file : files) {
      InputStreamReader unpacked =
          new InputStreamReader(
              new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8);
      readOn(new BufferedReader(unpacked));
    }
  }

  private void readOn(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    if (line == null) {
      lines.close();
    } else {
      sources.add(new Source(line, lines));
    }
  }

  /** The first of those that are left; null if none is. */
  @Nullable String next() throws IOException {
    Source source = sources.poll();
    if (source == null) {
      return null;
    }
    readOn(source.others());
    return source.line();
  }

  @Override
  public void close() throws IOException {
    for (Source source : sources) {
      source.others().close();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static final class QuickGzip extends GZIPOutputStream {

    QuickGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
