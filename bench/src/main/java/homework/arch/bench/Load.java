package homework.arch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Callers, all of them in one thread, since it shares the cores with what it measures. Either as
 * many as there are connections, each asking again as soon as it has its answer; or by arrival
 * times that are fixed beforehand: a request is sent at its time however slow the answers are, and
 * its time runs from then, also while it waits for a connection.
 */
final class Load implements AutoCloseable {

  /** Longer than a caller may ask the application to wait, 30 seconds. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(35);

  private static final int LARGEST_ANSWER = 16 * 1024;

  /**
   * What came back.
   *
   * @param answers how many of each status
   * @param unanswered how many had no answer at all
   * @param nanos how long each decided order took, in ascending order
   */
  record Outcome(Map<Integer, Integer> answers, int unanswered, List<Long> nanos) {

    int accepted() {
      return answers.getOrDefault(201, 0);
    }

    int asked() {
      return answers.values().stream().mapToInt(Integer::intValue).sum() + unanswered;
    }

    double share(int status) {
      return asked() == 0 ? 0 : (double) answers.getOrDefault(status, 0) / asked();
    }

    /** How many were answered by what nobody should see: neither 201 nor 503. */
    int odd() {
      return asked() - unanswered - accepted() - answers.getOrDefault(503, 0);
    }

    double millis(double quantile) {
      int rank = (int) Math.ceil(quantile * nanos.size());
      return nanos.isEmpty() ? Double.NaN : nanos.get(Math.max(0, rank - 1)) / 1e6;
    }
  }

  private static final class Connection {
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_ANSWER);
    private @Nullable SocketChannel channel;
    private byte[] request = {};
    private long due;
    private boolean busy;
  }

  private final InetSocketAddress server;
  private final Supplier<byte[]> requests;
  private final int callers;
  private final long[] arrivals;
  private final Thread thread = new Thread(this::run, "load");
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private final LongStream.Builder nanos = LongStream.builder();
  private int busy;
  private int sent;
  private volatile long stopAt = Long.MAX_VALUE;
  private volatile @Nullable Exception failure;

  private Load(InetSocketAddress server, Supplier<byte[]> requests, int callers, long[] arrivals) {
    this.server = server;
    this.requests = requests;
    this.callers = callers;
    this.arrivals = arrivals;
  }

  /** Callers that ask again at once, whatever the answer, until they are stopped. */
  static Load push(InetSocketAddress server, int callers, Supplier<byte[]> requests) {
    Load load = new Load(server, requests, callers, new long[0]);
    load.thread.start();
    return load;
  }

  /** Requests at their times, in nanoseconds from now; returns when all are answered. */
  static Outcome arrive(InetSocketAddress server, long[] arrivals, Supplier<byte[]> requests) {
    long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    long[] times = Arrays.stream(arrivals).map(arrival -> begin + arrival).toArray();
    Load load = new Load(server, requests, 0, times);
    load.stopAt = times[times.length - 1];
    load.thread.start();
    return load.end();
  }

  /** Arrivals of independent callers (a Poisson process), the same in each run. */
  static long[] poisson(double perSecond, double seconds, long seed) {
    Random random = new Random(seed);
    LongStream.Builder times = LongStream.builder();
    for (double at = 0; at < seconds; at -= Math.log(1 - random.nextDouble()) / perSecond) {
      times.add((long) (at * 1e9));
    }
    return times.build().toArray();
  }

  /** No more requests; returns when those under way are answered. */
  Outcome stop() {
    stopAt = System.nanoTime();
    return end();
  }

  @Override
  public void close() {
    if (thread.isAlive()) {
      stop();
    }
  }

  private Outcome end() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("The callers failed", failure);
    }
    List<Long> sorted = nanos.build().sorted().boxed().toList();
    int unanswered = busy + arrivals.length - sent;
    return new Outcome(answers, unanswered, sorted);
  }

  private void run() {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < callers; i++) {
        send(new Connection(), System.nanoTime(), selector);
      }
      while (goesOn()) {
        while (sent < arrivals.length && arrivals[sent] <= System.nanoTime()) {
          send(idle.isEmpty() ? new Connection() : idle.pop(), arrivals[sent++], selector);
        }
        selector.select(this::receive, sent < arrivals.length ? 1 : 50);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private boolean goesOn() {
    long over = System.nanoTime() - stopAt;
    boolean underWay = busy > 0 || sent < arrivals.length;
    return stopAt == Long.MAX_VALUE || over < 0 || (underWay && over < PATIENCE);
  }

  private void send(Connection connection, long due, Selector selector) throws IOException {
    connection.request = requests.get();
    connection.due = due;
    connection.busy = true;
    busy++;
    transmit(connection, selector);
  }

  private void transmit(Connection connection, Selector selector) throws IOException {
    SocketChannel channel = connection.channel;
    if (channel == null) {
      channel = SocketChannel.open(server);
      channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, connection);
      channel.socket().setTcpNoDelay(true);
      connection.channel = channel;
    }
    connection.in.clear();
    ByteBuffer out = ByteBuffer.wrap(connection.request);
    try {
      while (out.hasRemaining()) {
        channel.write(out);
      }
    } catch (IOException e) { // the server has just hung up
      hangUp(connection);
      transmit(connection, selector);
    }
  }

  private void receive(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      int read;
      try {
        read = ((SocketChannel) key.channel()).read(connection.in);
      } catch (IOException e) {
        read = -1;
      }
      Answer answer = Answer.in(connection.in, read < 0);
      if (answer == null && !connection.in.hasRemaining()) {
        throw new IOException("an answer is longer than " + LARGEST_ANSWER + " bytes");
      }
      if (read < 0 || (answer != null && answer.closes())) {
        hangUp(connection);
      }
      if (!connection.busy) {
        idle.remove(connection);
      } else if (answer != null) {
        answered(connection, answer, key.selector());
      } else if (read < 0) { // before it answered: servers close connections that were idle
        transmit(connection, key.selector());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answered(Connection connection, Answer answer, Selector selector)
      throws IOException {
    connection.busy = false;
    busy--;
    answers.merge(answer.status(), 1, Integer::sum);
    if (answer.status() == 201 && !answer.body().contains("\"status\":\"PENDING\"")) {
      nanos.add(System.nanoTime() - connection.due);
    }
    if (callers > 0 && stopAt == Long.MAX_VALUE) {
      send(connection, System.nanoTime(), selector);
    } else if (connection.channel != null) {
      idle.push(connection);
    }
  }

  private void hangUp(Connection connection) throws IOException {
    if (connection.channel != null) {
      connection.channel.close();
      connection.channel = null;
    }
  }

  /** As much of HTTP/1.1 as the answers need. */
  record Answer(int status, boolean closes, String body) {

    /** The answer, or nothing if it is not complete. */
    static @Nullable Answer in(ByteBuffer received, boolean ended) {
      String text = StandardCharsets.ISO_8859_1.decode(received.duplicate().flip()).toString();
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return null;
      }
      String head = text.substring(0, end).toLowerCase(Locale.ROOT) + "\r\n";
      String body = text.substring(end + 4);
      int length = head.indexOf("content-length: ");
      boolean complete =
          length >= 0
              ? body.length() >= Integer.parseInt(head, length + 16, head.indexOf('\r', length), 10)
              : !head.contains("transfer-encoding: chunked")
                  || body.equals("0\r\n\r\n")
                  || body.endsWith("\r\n0\r\n\r\n");
      return complete || ended
          ? new Answer(Integer.parseInt(head, 9, 12, 10), head.contains("connection: close"), body)
          : null;
    }
  }
}
