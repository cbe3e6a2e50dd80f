package homework.arch.bench;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Users with more money than they can spend, and what they ask for. */
record Callers(List<String> userIds) {

  /** So that no two e-mail addresses are the same, in this run or another. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Registers users and puts money on their accounts. */
  static Callers register(Target target, int count) {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<CompletableFuture<String>> users =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> register(target), threads))
            .limit(count)
            .toList();
    threads.shutdown();
    return new Callers(users.stream().map(CompletableFuture::join).toList());
  }

  private static String register(Target target) {
    String user =
        """
        {"name": "Caller", "email": "caller-%d-%d@example.org"}\
        """
            .formatted(System.currentTimeMillis(), NUMBER.incrementAndGet());
    String userId =
        JsonMapper.shared()
            .readTree(created(target.users(), "/users", user))
            .path("userId")
            .asString();
    created(target.accounts(), "/accounts/" + userId + "/deposits", "{\"amount\":1000000}");
    return userId;
  }

  /**
   * Asks again if it must: who starts or is overloaded may refuse, accounts open a moment later.
   */
  private static String created(App app, String path, String body) {
    HttpResponse<String> answer = app.post(path, body);
    for (int attempt = 0; answer.statusCode() != 201; attempt++) {
      if (attempt == 300) {
        throw new IllegalStateException("POST " + path + " was answered by " + answer);
      }
      Pause.millis(100);
      answer = app.post(path, body);
    }
    return answer.body();
  }

  /** Orders of these users in turn. */
  Supplier<byte[]> orders() {
    return orders("");
  }

  /** Orders whose answer waits until they are decided. */
  Supplier<byte[]> ordersThatWait() {
    return orders("Prefer: wait=30\r\n");
  }

  private Supplier<byte[]> orders(String header) {
    List<byte[]> requests = userIds.stream().map(userId -> order(userId, header)).toList();
    AtomicInteger next = new AtomicInteger();
    return () -> requests.get(Math.floorMod(next.getAndIncrement(), requests.size()));
  }

  private static byte[] order(String userId, String header) {
    String body = "{\"userId\":\"" + userId + "\",\"price\":0.01}";
    String request =
        "POST /orders HTTP/1.1\r\nHost: localhost\r\n"
            + header
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return request.getBytes(StandardCharsets.US_ASCII);
  }
}
