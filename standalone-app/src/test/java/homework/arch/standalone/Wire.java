package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A connection to a server that can be cut and mended, as if the server went away and returned. */
final class Wire implements AutoCloseable {

  private final InetSocketAddress server;
  private final int port = AppProcess.freePort();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocket entrance;

  private Wire(InetSocketAddress server) {
    this.server = server;
  }

  /** Not connected yet. */
  static Wire to(String address) {
    String[] hostAndPort = address.split(":", 2);
    return new Wire(new InetSocketAddress(hostAndPort[0], Integer.parseInt(hostAndPort[1])));
  }

  static Wire to(EmbeddedDatabase database) {
    return to(database.getJdbcUrl().replaceAll("^.*//|/[^/]*$", ""));
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  void mend() {
    try {
      ServerSocket open = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      entrance = open;
      start(() -> accept(open));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void cut() {
    try {
      ServerSocket open = entrance;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(Wire::close);
  }

  @Override
  public void close() {
    cut();
  }

  private void accept(ServerSocket open) {
    while (true) {
      Socket client = null;
      try {
        client = open.accept();
        Socket peer = new Socket();
        peer.connect(server);
        join(client, peer);
        join(peer, client);
        if (open.isClosed()) {
          cut(); // it came in while the wire was being cut
        }
      } catch (IOException e) {
        if (client != null) {
          close(client);
        }
        if (open.isClosed()) {
          return;
        }
      }
    }
  }

  private void join(Socket from, Socket to) {
    sockets.add(from);
    start(
        () -> {
          try {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException e) {
            // It was cut, or one of them hung up; so does the other.
          } finally {
            close(from);
            close(to);
            sockets.remove(from);
          }
        });
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }
}
