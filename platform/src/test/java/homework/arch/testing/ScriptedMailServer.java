package homework.arch.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that answers what it is told to, and keeps what it hears. */
public final class ScriptedMailServer implements AutoCloseable {

  /** It says nothing more, and keeps the connection. */
  public static final String SILENCE = "(silence)";

  /** It cuts the connection. */
  public static final String CUT = "(cut)";

  /** When it is connected to, and when it has heard the whole message. */
  public static final String GREETING = "GREETING";

  public static final String END = ".";

  private static final Map<String, String> POLITE =
      Map.of(GREETING, "220 ready", "DATA", "354 go on", "QUIT", "221 good-bye");

  private final ServerSocket socket;
  private final Thread accepting;
  private final Map<String, String> always = new ConcurrentHashMap<>();
  private final Map<String, Queue<String>> first = new ConcurrentHashMap<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<List<String>> messages = new CopyOnWriteArrayList<>();

  private ScriptedMailServer(ServerSocket socket) {
    this.socket = socket;
    this.accepting = inBackground(this::accept);
  }

  public static ScriptedMailServer start() {
    return start(0);
  }

  /**
   * Starts it on a port.
   *
   * @param port any free one if 0
   */
  public static ScriptedMailServer start(int port) {
    try {
      return new ScriptedMailServer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** What it always answers to a command from now on. */
  public ScriptedMailServer answers(String command, String answer) {
    always.put(command, answer);
    return this;
  }

  /** What it answers to a command at first; then it is polite. */
  public ScriptedMailServer answersFirst(String command, String... answers) {
    first.put(command, new ConcurrentLinkedQueue<>(List.of(answers)));
    return this;
  }

  /** The lines that it heard as commands. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** The lines of each message that it heard to the end, whatever it answered. */
  public List<List<String>> messages() {
    return List.copyOf(messages);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        inBackground(() -> converse(client));
      } catch (IOException e) {
        return; // it was closed
      }
    }
  }

  private void converse(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      OutputStream out = client.getOutputStream();
      String answer = answer(GREETING, out);
      for (String line = in.readLine(); line != null && !answer.equals(CUT); line = in.readLine()) {
        if (answer.equals(SILENCE)) {
          continue;
        }
        commands.add(line);
        answer = answer(line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT), out);
        if (answer.startsWith("354")) {
          messages.add(in.lines().takeWhile(part -> !part.equals(".")).toList());
          answer = answer(END, out);
        }
        if (answer.equals(CUT)) {
          return;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // the client went away
    }
  }

  private String answer(String command, OutputStream out) throws IOException {
    Queue<String> once = first.getOrDefault(command, new ConcurrentLinkedQueue<>());
    String scripted = once.poll();
    if (scripted == null) {
      scripted = always.getOrDefault(command, POLITE.getOrDefault(command, "250 well"));
    }
    if (!scripted.equals(SILENCE) && !scripted.equals(CUT)) {
      out.write((scripted + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    return scripted;
  }

  private static Thread inBackground(Runnable work) {
    Thread thread = new Thread(work, "scripted-mail-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Nobody can connect once this has returned; the port may be given to others. */
  @Override
  public void close() {
    try {
      socket.close();
      // An accept under way keeps the socket listening until it is interrupted.
      accepting.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
