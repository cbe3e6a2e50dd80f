package homework.arch.bench;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users with more money than they can spend, and what they ask for. */
final class Callers {

  private static final Pattern USER_ID = Pattern.compile("\"userId\":\"([^\"]+)\"");

  /** So that no two e-mail addresses are the same, in this run or another. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<String> userIds;

  private Callers(List<String> userIds) {
    this.userIds = userIds;
  }

  static Callers with(List<String> userIds) {
    return new Callers(userIds);
  }

  /** Registers users and puts money on their accounts. */
  static Callers register(Target target, int count) {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<String>> registered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      registered.add(threads.submit(() -> register(target)));
    }
    threads.shutdown();
    List<String> userIds = new ArrayList<>();
    try {
      for (Future<String> userId : registered) {
        userIds.add(userId.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A user could not be registered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new Callers(userIds);
  }

  private static String register(Target target) {
    String email =
        "caller-%d-%d@example.org".formatted(System.currentTimeMillis(), NUMBER.incrementAndGet());
    HttpResponse<String> user = null;
    for (int attempt = 0; attempt < 100; attempt++) { // an overloaded or starting one may refuse
      user = target.users().post("/users", "{\"name\":\"Caller\",\"email\":\"" + email + "\"}");
      Matcher userId = USER_ID.matcher(user.body());
      if (user.statusCode() == 201 && userId.find()) {
        deposit(target, userId.group(1));
        return userId.group(1);
      }
      Pause.millis(200);
    }
    throw new IllegalStateException("POST /users was answered by " + user);
  }

  private static void deposit(Target target, String userId) {
    String path = "/accounts/" + userId + "/deposits";
    for (int attempt = 0; attempt < 300; attempt++) { // the account opens by itself, a moment later
      if (target.accounts().post(path, "{\"amount\":1000000}").statusCode() == 201) {
        return;
      }
      Pause.millis(100);
    }
    throw new IllegalStateException("No money could be put on the account of " + userId);
  }

  List<String> userIds() {
    return userIds;
  }

  /** Orders of these users in turn, with more header lines if wanted. */
  Supplier<byte[]> orders(String... headers) {
    List<byte[]> requests = userIds.stream().map(userId -> order(userId, headers)).toList();
    AtomicInteger next = new AtomicInteger();
    return () -> requests.get(Math.floorMod(next.getAndIncrement(), requests.size()));
  }

  /** Orders whose answer waits until they are decided. */
  Supplier<byte[]> ordersThatWait() {
    return orders("Prefer: wait=30");
  }

  private static byte[] order(String userId, String... headers) {
    String body = "{\"userId\":\"" + userId + "\",\"price\":0.01}";
    StringBuilder request = new StringBuilder("POST /orders HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request
        .append("Content-Type: application/json\r\nContent-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body);
    return request.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
