package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A client that sends what it is given, byte for byte: no other would send requests this bad. */
final class RawHttp {

  /** No answer may take longer. */
  private static final int LONGEST_MS = 20_000;

  private RawHttp() {}

  /** What came back; status 0 if the connection was closed without an answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, Map<String, List<String>> headers, String head, byte[] body) {

    static final Answer NONE = new Answer(0, Map.of(), "", new byte[0]);

    Optional<String> header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }
  }

  static Answer exchange(int port, BadRequest request) throws IOException {
    try (Socket socket = open(port)) {
      try {
        socket.getOutputStream().write(request.bytes());
      } catch (IOException e) {
        // It has heard enough; what it says is there to be read.
      }
      return read(socket, request.isHead());
    }
  }

  static Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LONGEST_MS);
    return socket;
  }

  static Answer read(Socket socket, boolean bodiless) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    Answer answer = readOne(in, bodiless);
    while (answer.status() / 100 == 1) { // such as 100 Continue
      answer = readOne(in, bodiless);
    }
    return answer;
  }

  private static Answer readOne(InputStream in, boolean bodiless) throws IOException {
    String statusLine = readLine(in);
    if (statusLine.isEmpty()) {
      return Answer.NONE;
    }
    if (!statusLine.startsWith("HTTP/")) { // to who asks as in 1991, nothing but the body is sent
      byte[] rest = in.readAllBytes();
      return new Answer(200, Map.of(), statusLine + "\n", rest);
    }
    StringBuilder head = new StringBuilder(statusLine).append('\n');
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      head.append(line).append('\n');
      String[] nameAndValue = line.split(":", 2);
      headers
          .computeIfAbsent(nameAndValue[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(nameAndValue[1].strip());
    }
    int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
    byte[] body = new byte[0];
    if (bodiless) {
      return new Answer(status, headers, head.toString(), body);
    }
    if (headers.containsKey("transfer-encoding")) {
      body = readChunks(in);
    } else if (headers.containsKey("content-length")) {
      body = in.readNBytes(Integer.parseInt(headers.get("content-length").get(0)));
    } else if (status / 100 != 1) {
      body = in.readAllBytes();
    }
    return new Answer(status, headers, head.toString(), body);
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int length = Integer.parseInt(readLine(in), 16);
    while (length > 0) {
      body.write(in.readNBytes(length));
      readLine(in);
      length = Integer.parseInt(readLine(in), 16);
    }
    return body.toByteArray();
  }

  /** Empty where the connection was closed. */
  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
        if (octet != '\r') {
          line.write(octet);
        }
      }
    } catch (SocketException e) {
      return ""; // reset: it was closed with something left unread
    }
    return line.toString(ISO_8859_1);
  }
}
