/**
 * Traces for a collector (OpenTelemetry), where an endpoint is set; all of it is kept away
 * otherwise.
 *
 * <p>Begin with {@link homework.arch.platform.traces.MessageSpans}.
 */
package homework.arch.platform.traces;
