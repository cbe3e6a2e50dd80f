package homework.arch.platform.traces;

import io.micrometer.observation.ObservationFilter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Spans of messages, beside those of requests, which are Spring Boot's. */
@AutoConfiguration(
    before = {
      AxonAutoConfiguration.class,
      MicrometerTracingAutoConfiguration.class,
      OpenTelemetryTracingAutoConfiguration.class
    })
@Import({MessageSpans.class, NoSpansOfJobs.class})
public class TracesPlatform {

  /**
   * What a caller types into a path, perhaps an address, goes to no collector: the template does.
   */
  @Bean
  ObservationFilter noPathsOfCallers() {
    return context ->
        context instanceof ServerRequestObservationContext
            ? context.removeHighCardinalityKeyValue("http.url")
            : context;
  }

  @Bean
  SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
    return SpanExporters.of(
        exporters.orderedStream().<SpanExporter>map(CollectorLog::new).toList());
  }
}
