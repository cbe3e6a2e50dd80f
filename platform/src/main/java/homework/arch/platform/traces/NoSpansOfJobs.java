package homework.arch.platform.traces;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;

/**
 * What is done every second, and mostly finds nothing to do, is no trace. Its metrics, which ask
 * for its span, are told that there is none.
 */
final class NoSpansOfJobs extends DefaultTracingObservationHandler {

  NoSpansOfJobs(Tracer tracer) {
    super(tracer);
  }

  @Override
  public void onStart(Observation.Context context) {
    getTracingContext(context); // empty
  }

  @Override
  public void onStop(Observation.Context context) {}

  @Override
  public void onScopeOpened(Observation.Context context) {}

  @Override
  public void onScopeClosed(Observation.Context context) {}

  @Override
  public void onEvent(Observation.Event event, Observation.Context context) {}

  @Override
  public void onError(Observation.Context context) {}
}
