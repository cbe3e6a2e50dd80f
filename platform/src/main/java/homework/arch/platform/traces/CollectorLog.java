package homework.arch.platform.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once when the collector of traces goes away, and once when it is back. */
final class CollectorLog implements SpanExporter {

  private static final Logger log = LoggerFactory.getLogger(CollectorLog.class);

  private final SpanExporter exporter;
  private final AtomicBoolean away = new AtomicBoolean();

  CollectorLog(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> tell(result.isSuccess()));
  }

  private void tell(boolean taken) {
    if (away.compareAndSet(taken, !taken)) {
      if (taken) {
        log.info("The collector takes traces again");
      } else {
        log.warn(
            "The collector takes no traces; they are dropped until it does, and nothing else is");
      }
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
