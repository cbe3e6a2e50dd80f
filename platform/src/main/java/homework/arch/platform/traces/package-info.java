/**
 * Traces for a collector (OpenTelemetry), where an endpoint is set.
 *
 * <p>Begin with {@link homework.arch.platform.traces.MessageSpans}; {@link
 * homework.arch.platform.traces.TracesSwitch} keeps all of it away otherwise.
 */
package homework.arch.platform.traces;
