package homework.arch.audit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more than fits into memory, by all bytes: as much as fits is sorted and put into a
 * temporary file, packed, and in the end the files are merged while they are read.
 */
final class Sorter implements AutoCloseable {

  private static final int MEMORY = 32 << 20;
  private static final int BYTES_OF_AN_ARRAY = 24;
  private static final int BUFFER = 1 << 14;

  private final int memory;
  private final List<FileChannel> files = new ArrayList<>();
  private final PriorityQueue<Source> sources =
      new PriorityQueue<>(Comparator.comparing(source -> source.next, Arrays::compareUnsigned));
  private List<byte[]> gathered = new ArrayList<>();
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

  void add(byte[] item) throws IOException {
    gathered.add(item);
    size += item.length + BYTES_OF_AN_ARRAY;
    if (size > memory) {
      writeFile();
    }
  }

  private void writeFile() throws IOException {
    FileChannel file =
        FileChannel.open(
            Files.createTempFile("audit", null),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    files.add(file);
    gathered.sort(Arrays::compareUnsigned);
    Deflater quick = new Deflater(Deflater.BEST_SPEED);
    try {
      DeflaterOutputStream packed =
          new DeflaterOutputStream(Channels.newOutputStream(file), quick, BUFFER);
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(packed, BUFFER));
      for (byte[] item : gathered) {
        out.writeInt(item.length);
        out.write(item);
      }
      out.writeInt(-1);
      out.flush();
      packed.finish();
    } finally {
      quick.end();
    }
    gathered = new ArrayList<>();
    size = 0;
  }

  /** No more is added: from now on they can be taken. */
  void sort() throws IOException {
    writeFile();
    for (FileChannel file : files) {
      file.position(0);
      Source source = new Source(file);
      if (source.hasMore()) {
        sources.add(source);
      }
    }
  }

  /** The least of those that are left; null if none is. */
  byte @Nullable [] next() throws IOException {
    Source source = sources.poll();
    if (source == null) {
      return null;
    }
    byte[] next = source.next;
    if (source.hasMore()) {
      sources.add(source);
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }

  private static final class Source {

    private final DataInputStream in;
    private byte[] next = {};

    Source(FileChannel file) {
      in =
          new DataInputStream(
              new BufferedInputStream(
                  new InflaterInputStream(Channels.newInputStream(file)), BUFFER));
    }

    boolean hasMore() throws IOException {
      int length = in.readInt();
      if (length < 0) {
        in.close();
        return false;
      }
      next = new byte[length];
      in.readFully(next);
      return true;
    }
  }
}
