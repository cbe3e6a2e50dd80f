package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import homework.arch.standalone.ApiDocument.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests made from the API's document to break it: of every operation every field, every
 * parameter, the body as a whole, the headers, the path and the method. The same seed makes the
 * same ones.
 */
final class BadRequests {

  private static final int LIMIT = 64 * 1024;
  private static final int RANDOM_BODIES = 60;

  /** What any path may be answered with that is none of the document's. */
  private static final Set<Integer> NOT_THERE = Set.of(400, 404, 405);

  /** It is no number at all then, and belongs to no field. */
  private static final Pattern TOO_LONG_NUMBER = Pattern.compile("[0-9.]{65}");

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** In the file, where it would be long. */
  private static final Pattern REPEATED = Pattern.compile("⟦([^×]*)×(\\d+)⟧");

  private static final Map<String, List<String>> ODD = odd();

  private final List<BadRequest> requests = new ArrayList<>();
  private final ApiDocument document;
  private final Map<String, String> ids;
  private final Random random;

  /**
   * @param ids what the variables of the paths are where the path itself is not to be odd
   */
  BadRequests(ApiDocument document, Map<String, String> ids, long seed) {
    this.document = document;
    this.ids = ids;
    this.random = new Random(seed);
  }

  private static Map<String, List<String>> odd() {
    try (InputStream file = BadRequests.class.getResourceAsStream("/bad-requests.yaml")) {
      return new Yaml().load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> odd(String kind) {
    return Objects.requireNonNull(ODD.get(kind)).stream()
        .map(
            odd ->
                REPEATED
                    .matcher(odd)
                    .replaceAll(
                        repeated ->
                            Matcher.quoteReplacement(
                                repeated.group(1).repeat(Integer.parseInt(repeated.group(2))))))
        .toList();
  }

  List<BadRequest> all() {
    for (Operation operation : document.operations()) {
      oddParameters(operation);
      oddHeaders(operation);
      if (operation.takesBody()) {
        oddFields(operation);
        oddBodies(operation);
        randomBodies(operation);
      }
    }
    oddMethods();
    oddPaths();
    notEvenHttp();
    return requests;
  }

  private void oddParameters(Operation operation) {
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.get("name").asString();
      JsonNode schema = parameter.get("schema");
      switch (parameter.get("in").asString()) {
        case "path" -> {
          for (String id : odd("ids")) {
            Set<Integer> statuses = new TreeSet<>(documented(operation));
            statuses.addAll(NOT_THERE);
            request(name, operation)
                .target(operation.pathWith(Map.of(name, id)))
                .expect(statuses)
                .send();
          }
        }
        case "query" -> {
          boolean number = schema.get("type").asString().equals("integer");
          for (String value : number ? odd("numbers") : odd("ids")) {
            boolean wrong =
                (number && value.matches("-?[0-9]+"))
                    ? !document
                        .problems(schema, STRICT.valueToTree(new BigInteger(value)))
                        .isEmpty()
                    : value.matches("[a-zA-Z]+");
            Draft request =
                request(name, operation).target(path(operation) + "?" + name + "=" + value);
            (wrong ? request.refused(name) : request).send();
          }
        }
        case "header" -> {
          for (String value : name.equals("Prefer") ? odd("preferences") : odd("keys")) {
            request(name, operation).headers(name + ": " + value).send();
          }
          request(name, operation).headers(name + ": wait=1", name + ": wait=2").send();
        }
        default -> throw new IllegalStateException(name);
      }
    }
    if (operation.method().equals("GET")) {
      for (String query : odd("queries")) {
        request("query", operation).target(path(operation) + "?" + query).send();
      }
    }
  }

  private void oddHeaders(Operation operation) {
    for (String accept : odd("accepts")) {
      request("header", operation).headers("Accept: " + accept).send();
    }
    for (String header : odd("otherHeaders")) {
      Set<Integer> statuses = new TreeSet<>(documented(operation));
      if (header.startsWith("Expect: miracles")) {
        statuses.add(417);
      }
      if (header.startsWith("Origin: ")) {
        statuses.add(403);
      }
      request("header", operation).expect(statuses).headers(header).send();
    }
    if (operation.takesBody()) {
      for (String type : odd("contentTypes")) {
        request("header", operation).headers("Content-Type: " + type).send();
      }
    } else {
      request("a body that nobody asked for", operation).body("{").send();
    }
  }

  private void oddFields(Operation operation) {
    for (String field : valid(operation).propertyNames()) {
      for (String value : odd("values")) {
        sendBody(field, operation, field, bodyWith(operation, field, value));
      }
      sendBody(field, operation, field, valid(operation).without(field).toString());
      sendBody(
          field, operation, null, bodyWith(operation, field, "1, \"" + field + "\": \"twice\""));
      for (String otherName :
          List.of(
              field.toUpperCase(Locale.ROOT),
              field + " ",
              "\\u0000" + field,
              "\\ud800" + field,
              field + ".x",
              field + "[0]",
              "x".repeat(300))) {
        sendBody(
            field,
            operation,
            null,
            valid(operation).toString().replace("\"" + field + "\"", "\"" + otherName + "\""));
      }
    }
  }

  /** Where the document calls it wrong, it must be refused, and by the name of the field. */
  private void sendBody(String what, Operation operation, @Nullable String field, String body) {
    Draft request = request(what, operation).body(body);
    if (body.getBytes(UTF_8).length > LIMIT) {
      request.expect(Set.of(400, 413));
    } else {
      JsonNode node = known(operation, parsed(body));
      if (node == null) {
        request.refused(null);
      } else if (!document.problems(operation.requestSchema(), node).isEmpty()) {
        request.refused(TOO_LONG_NUMBER.matcher(body).find() ? null : field);
      }
    }
    request.send();
  }

  /** Nothing where it is no JSON, or where the document's own arithmetic would never end. */
  private static @Nullable JsonNode parsed(String body) {
    try {
      return body.contains("99999999") && body.matches("(?s).*[0-9]e-?9{9}.*")
          ? null
          : STRICT.readTree(body);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** Without what is ignored: fields that are not known, and no value where none is needed. */
  private static @Nullable JsonNode known(Operation operation, @Nullable JsonNode body) {
    if (body instanceof ObjectNode fields) {
      List<String> required = new ArrayList<>();
      operation.requestSchema().get("required").forEach(name -> required.add(name.asString()));
      JsonNode known = operation.requestSchema().get("properties");
      fields.retain(
          fields.propertyNames().stream()
              .filter(known::has)
              .filter(name -> required.contains(name) || !fields.get(name).isNull())
              .toList());
    }
    return body;
  }

  private void oddBodies(Operation operation) {
    String valid = valid(operation).toString();
    String open = valid.substring(0, valid.length() - 1);
    byte[] bytes = valid.getBytes(UTF_8);
    List<byte[]> bodies = new ArrayList<>();
    for (String text :
        List.of(
            "",
            " ",
            "\n",
            "null",
            "true",
            "0",
            "\"\"",
            "\"" + "x" + "\"",
            "[]",
            "{}",
            "[" + valid + "]",
            "{",
            "}",
            "{}}",
            "{{}}",
            "{\"",
            "{\"a\"",
            "{\"a\":",
            "{,}",
            "{:}",
            open,
            open + ",}",
            open + ",\"a\"}",
            open + ",\"a\":}",
            valid + "x",
            valid + valid,
            valid + "\n" + valid,
            valid + " ".repeat(1_000),
            " ".repeat(1_000) + valid,
            valid + "\u0000",
            "\u0000" + valid,
            "// comment\n" + valid,
            "/* comment */" + valid,
            valid.replace('"', '\''),
            valid.replace("\"", ""),
            ")]}',\n" + valid,
            "<a/>",
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///secret\">]><a>&b;</a>",
            "a=b&c=d",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--",
            "%7B%7D",
            open + ",\"unknown\":" + "[".repeat(31) + "]".repeat(31) + "}",
            open + ",\"unknown\":" + "[".repeat(32) + "]".repeat(32) + "}",
            open + ",\"unknown\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}",
            open + ",\"unknown\":" + "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_001),
            "[".repeat(65_000),
            open + ",\"unknown\":1e999999999}",
            open + ",\"unknown\":" + "9".repeat(60_000) + "}",
            open + ",\"unknown\":\"" + "x".repeat(60_000) + "\"}",
            open + ",\"" + "x".repeat(60_000) + "\":1}",
            open + ",\"\":1}",
            open + ",\"__proto__\":{\"a\":1},\"constructor\":{}}",
            open + ",\"@class\":\"javax.script.ScriptEngineManager\"}",
            open + manyFields(5_000) + "}",
            open + ",\"a\":1,\"a\":1}",
            "[" + "{},".repeat(10_000) + "{}]")) {
      bodies.add(text.getBytes(UTF_8));
    }
    bodies.add(BadRequest.join("\ufeff".getBytes(UTF_8), bytes));
    bodies.add(valid.getBytes(UTF_16));
    bodies.add(valid.getBytes(UTF_16LE));
    bodies.add(new byte[] {(byte) 0xff});
    bodies.add(new byte[100]);
    bodies.add(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r', 0, 4});
    bodies.add(gzip(bytes));
    for (String field : valid(operation).propertyNames()) {
      for (byte[] wrong :
          new byte[][] {
            {(byte) 0xff},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xe2, (byte) 0x82},
          }) {
        String[] parts = bodyWith(operation, field, "\"x|y\"").split("\\|", 2);
        bodies.add(
            BadRequest.join(
                BadRequest.join(parts[0].getBytes(UTF_8), wrong), parts[1].getBytes(UTF_8)));
      }
    }
    bodies.add((valid + " ".repeat(LIMIT)).substring(0, LIMIT).getBytes(UTF_8));
    for (byte[] body : bodies) {
      request("body", operation).body(body).send();
    }
    request("body", operation)
        .headers("Content-Type: application/json", "Content-Encoding: gzip")
        .body(gzip(bytes))
        .send();
    for (int length : new int[] {LIMIT + 1, 2 * LIMIT}) {
      String tooLong = (valid + " ".repeat(length)).substring(0, length);
      String what = "%d bytes".formatted(length);
      request(what, operation).expect(Set.of(413)).body(tooLong).send();
      request(what + " of unknown length", operation)
          .expect(Set.of(413))
          .bodyInChunks(tooLong)
          .send();
    }
    // Odd, but nothing is wrong with these.
    Set<Integer> fine = new TreeSet<>(documented(operation));
    fine.removeAll(Set.of(400, 406, 413, 415));
    for (String text :
        List.of(
            "\r\n\t " + valid + "\r\n\t ",
            open + ",\"unknown\":[{\"a\":[null,true,1e9,\"\\ud83d\\ude00\"]}]}",
            open + manyFields(100) + "}")) {
      request("odd but valid", operation)
          .expect(fine)
          .headers("content-type:application/json;charset=UTF-8", "X-Unknown: \u00e9")
          .body(text)
          .send();
      request("odd but valid", operation).expect(fine).bodyInChunks(text).send();
    }
  }

  private static String manyFields(int count) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < count; i++) {
      fields.append(",\"f").append(i).append("\":").append(i);
    }
    return fields.toString();
  }

  private void randomBodies(Operation operation) {
    byte[] valid = valid(operation).toString().getBytes(UTF_8);
    for (int i = 0; i < RANDOM_BODIES; i++) {
      byte[] body = valid;
      for (int change = 0; change <= random.nextInt(4); change++) {
        body = changed(body);
      }
      request("random body", operation).body(body).send();
    }
  }

  private byte[] changed(byte[] body) {
    int from = random.nextInt(body.length + 1);
    int to = from + random.nextInt(body.length - from + 1);
    byte[] start = Arrays.copyOf(body, from);
    byte[] rest = Arrays.copyOfRange(body, from, body.length);
    byte[] tail = Arrays.copyOfRange(body, to, body.length);
    return switch (random.nextInt(5)) {
      case 0 -> start;
      case 1 -> BadRequest.join(start, tail);
      case 2 -> BadRequest.join(Arrays.copyOf(body, to), rest);
      case 3 -> BadRequest.join(BadRequest.join(start, new byte[] {(byte) random.nextInt()}), rest);
      default -> {
        byte[] sign = {(byte) "{}[]\",:\\-+.eE0123456789 \t\n".charAt(random.nextInt(26))};
        yield BadRequest.join(BadRequest.join(start, sign), rest);
      }
    };
  }

  private void oddMethods() {
    Map<String, Set<String>> methods = new LinkedHashMap<>();
    for (Operation operation : document.operations()) {
      methods
          .computeIfAbsent(path(operation), path -> new LinkedHashSet<>())
          .add(operation.method());
    }
    methods.forEach(
        (path, known) -> {
          for (String method :
              List.of(
                  "GET",
                  "POST",
                  "PUT",
                  "DELETE",
                  "PATCH",
                  "TRACE",
                  "TRACK",
                  "PROPFIND",
                  "LOCK",
                  "get",
                  "Post",
                  "X",
                  "A-B_C",
                  "X".repeat(300))) {
            if (!known.contains(method)) {
              request("wrong method", method, path).expect(Set.of(405)).body("").send();
              request("wrong method", method, path).expect(Set.of(405)).body("{}").send();
            }
          }
          int head = known.contains("GET") ? 200 : 405;
          request("HEAD", "HEAD", path).expect(Set.of(head)).send();
          request("OPTIONS", "OPTIONS", path).expect(Set.of(200)).send();
          request("preflight", "OPTIONS", path)
              .expect(Set.of(200, 403))
              .headers("Origin: https://evil.example.com", "Access-Control-Request-Method: POST")
              .send();
        });
  }

  private void oddPaths() {
    for (String path : odd("paths")) {
      for (String method : List.of("GET", "POST", "DELETE", "HEAD", "OPTIONS", "TRACE")) {
        Set<Integer> statuses = new TreeSet<>(NOT_THERE);
        statuses.add(200); // some lead to what is there, and OPTIONS is for all
        statuses.add(302); // to the documentation
        statuses.add(415);
        request("path", method, path).expect(statuses).send();
      }
    }
  }

  /** What the web server itself must refuse. */
  private void notEvenHttp() {
    Set<Integer> refused = Set.of(400, 404, 405, 411, 413, 414, 417, 431, 501, 505);
    Set<Integer> anything = new TreeSet<>(refused);
    anything.addAll(Set.of(200, 0));
    String get = "GET /users HTTP/1.1\r\nHost: a\r\n";
    String post = "POST /users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    for (String request :
        List.of(
            "NONSENSE\r\n\r\n",
            "\u0000\u0000\u0000\u0000\r\n\r\n",
            "GET\r\n\r\n",
            "GET /users\r\n\r\n",
            "GET  /users HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /users HTTP/1.1 x\r\nHost: a\r\n\r\n",
            "GET /users HTTP/9.9\r\nHost: a\r\n\r\n",
            "GET /users HTTP/0.9\r\nHost: a\r\n\r\n",
            "GET /users HTTP/2.0\r\nHost: a\r\n\r\n",
            "GET /users HTTP/\r\nHost: a\r\n\r\n",
            "GET /users FTP/1.1\r\nHost: a\r\n\r\n",
            "GET /us\u0000ers HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /us\u0001ers HTTP/1.1\r\nHost: a\r\n\r\n",
            "G\u0000ET /users HTTP/1.1\r\nHost: a\r\n\r\n",
            "G ET /users HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /users HTTP/1.1\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a:99999999\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: [::1\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a/b@c\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nNoColon\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nBad\u0000Name: x\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nA : x\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nA: x\u0000y\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nA: x\r\n folded\r\n\r\n",
            "GET /users HTTP/1.1\r\n Host: a\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nA: x\rB: y\r\n\r\n",
            "GET /users HTTP/1.1\nHost: a\n\n",
            "GET http://evil.example.com/users HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://[/users HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET ftp://a/users HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http:///users HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET users HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET ?page=0 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            "CONNECT evil.example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            get + "Upgrade: h2c\r\nHTTP2-Settings: x\r\nConnection: Upgrade\r\n\r\n",
            "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /users?" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /users HTTP/1.1\r\nHost: a\r\nA: " + "x".repeat(9_000) + "\r\n\r\n",
            get + "x".repeat(9_000) + ": a\r\n\r\n",
            get + "A: b\r\n".repeat(200) + "\r\n",
            get + "A: b\r\n".repeat(2_000) + "\r\n",
            post + "Content-Length: x\r\n\r\n{}",
            post + "Content-Length: -1\r\n\r\n{}",
            post + "Content-Length: +2\r\n\r\n{}",
            post + "Content-Length: 0x2\r\n\r\n{}",
            post + "Content-Length: 99999999999999999999\r\n\r\n{}",
            post + "Content-Length: 9223372036854775807\r\n\r\n{}",
            post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
            post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
            post + "Content-Length: 2, 2\r\n\r\n{}",
            post + "Content-Length: \r\n\r\n{}",
            post + "\r\n",
            post + "\r\n{}",
            post + "Transfer-Encoding: unheard-of\r\n\r\n{}",
            post + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}",
            post + "Transfer-Encoding: \u000bchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n2{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            post
                + "Transfer-Encoding: chunked\r\n\r\n2;"
                + "x".repeat(9_000)
                + "\r\n{}\r\n0\r\n\r\n",
            post
                + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: "
                + "x".repeat(9_000)
                + "\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n",
            post
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "0".repeat(9_000)
                + "2\r\n{}\r\n0\r\n\r\n")) {
      requests.add(new BadRequest("raw", null, request.getBytes(ISO_8859_1), anything, null));
      requests.add(
          new BadRequest(
              "raw, and nothing more comes",
              null,
              request
                  .replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1),
              anything,
              null));
    }
  }

  // How requests are written.

  private ObjectNode valid(Operation operation) {
    ObjectNode body = (ObjectNode) operation.firstRequest().deepCopy();
    ids.forEach(
        (name, id) -> {
          if (body.has(name)) {
            body.put(name, id);
          }
        });
    return body;
  }

  private String path(Operation operation) {
    return operation.pathWith(ids);
  }

  private String bodyWith(Operation operation, String field, String value) {
    ObjectNode body = valid(operation);
    body.put(field, "THE-VALUE");
    return body.toString().replace("\"THE-VALUE\"", value);
  }

  /** What is documented, but for a fault of ours and a service that is away. */
  private static Set<Integer> documented(Operation operation) {
    Set<Integer> statuses = new TreeSet<>(operation.statuses());
    statuses.removeIf(status -> status >= 500);
    return statuses;
  }

  private Draft request(String what, Operation operation) {
    String path = path(operation);
    Draft draft = new Draft(operation.id() + ", " + what, operation, operation.method(), path);
    draft.expect(documented(operation));
    return operation.takesBody() ? draft.body(valid(operation).toString()) : draft;
  }

  /** Of no operation. */
  private Draft request(String what, String method, String target) {
    return new Draft(what, null, method, target);
  }

  /** A request as it should be, but for what is said of it. */
  private final class Draft {

    private final String what;
    private final @Nullable Operation operation;
    private final String method;
    private String target;
    private Set<Integer> statuses = Set.of();
    private @Nullable String wrongField;
    private List<String> headers = List.of();
    private byte @Nullable [] body;

    private Draft(String what, @Nullable Operation operation, String method, String target) {
      this.what = what;
      this.operation = operation;
      this.method = method;
      this.target = target;
    }

    Draft target(String odd) {
      target = odd;
      return this;
    }

    Draft expect(Set<Integer> allowed) {
      statuses = allowed;
      return this;
    }

    Draft refused(@Nullable String field) {
      wrongField = field;
      return expect(Set.of(400));
    }

    Draft headers(String... odd) {
      headers = List.of(odd);
      return this;
    }

    Draft body(byte[] odd) {
      body = odd;
      return this;
    }

    Draft body(String odd) {
      return body(odd.getBytes(UTF_8));
    }

    Draft bodyInChunks(String odd) {
      headers("Content-Type: application/json", "Transfer-Encoding: chunked");
      return body(chunked(odd.getBytes(UTF_8)));
    }

    void send() {
      StringBuilder head =
          new StringBuilder(
              "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  .formatted(method, target));
      headers.forEach(header -> head.append(header).append("\r\n"));
      if (body != null) {
        if (!has(headers, "content-type")) {
          head.append("Content-Type: application/json\r\n");
        }
        if (!has(headers, "transfer-encoding")) {
          head.append("Content-Length: ").append(body.length).append("\r\n");
        }
      }
      byte[] bytes = head.append("\r\n").toString().getBytes(UTF_8);
      bytes = body == null ? bytes : BadRequest.join(bytes, body);
      requests.add(new BadRequest(what, operation, bytes, statuses, wrongField));
    }
  }

  private static boolean has(List<String> headers, String name) {
    return headers.stream()
        .anyMatch(header -> header.regionMatches(true, 0, name, 0, name.length()));
  }

  private static byte[] chunked(byte[] body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    int length = 7_000;
    for (int from = 0; from < body.length; from += length) {
      byte[] chunk = Arrays.copyOfRange(body, from, Math.min(body.length, from + length));
      chunks.writeBytes((Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1));
      chunks.writeBytes(chunk);
      chunks.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
    return chunks.toByteArray();
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
