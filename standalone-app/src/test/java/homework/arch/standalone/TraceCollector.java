package homework.arch.standalone;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes traces as a collector does (OTLP over HTTP), and keeps them. */
final class TraceCollector implements AutoCloseable {

  private final HttpServer server;
  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

  /** A span, with the service that it is from. */
  record Span(
      String service,
      String name,
      String traceId,
      String id,
      String parentId,
      Map<String, String> attributes) {

    /** With the event processor that handled it, of an event. */
    private String label() {
      String thread = attributes.getOrDefault("thread.name", "");
      String processor = thread.replaceAll("^EventProcessor\\[(.*)]-\\d+$", "$1:");
      return attributes.getOrDefault("message.kind", "").equals("event")
              && !thread.equals(processor)
          ? processor + " " + name
          : name;
    }
  }

  private TraceCollector(HttpServer server) {
    this.server = server;
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  static TraceCollector start(int port) {
    try {
      return new TraceCollector(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings of an application that sends its traces to one at the port, soon. */
  static Map<String, String> settings(int port) {
    return Map.of(
        "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
        "http://127.0.0.1:%d/v1/traces".formatted(port),
        "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_SCHEDULE_DELAY",
        "100ms");
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      request.getResourceSpansList().forEach(this::keep);
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private void keep(ResourceSpans of) {
    String service =
        attributes(of.getResource().getAttributesList()).getOrDefault("service.name", "");
    HexFormat hex = HexFormat.of();
    of.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(
            span ->
                new Span(
                    service,
                    span.getName(),
                    hex.formatHex(span.getTraceId().toByteArray()),
                    hex.formatHex(span.getSpanId().toByteArray()),
                    hex.formatHex(span.getParentSpanId().toByteArray()),
                    attributes(span.getAttributesList())))
        .forEach(spans::add);
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(toMap(KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
  }

  List<Span> spansOf(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  /** A trace as a tree: a line for each span, indented below its parent. */
  String tree(String traceId, String rootId) {
    return below(rootId, spansOf(traceId), "");
  }

  private static String below(String parentId, List<Span> trace, String indent) {
    return trace.stream()
        .filter(span -> span.parentId().equals(parentId))
        .sorted(comparing(Span::name).thenComparing(Span::label))
        .map(
            span ->
                "%s%s %s\n".formatted(indent, span.service(), span.label())
                    + below(span.id(), trace, indent + "  "))
        .collect(joining());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
