/**
 * The event processors: what a projection, a process or a listener is registered with, how they
 * share the work among the processes of a service, and what an operator sees of them.
 *
 * <p>A processor never commits what its handlers wrote without its tracking token, nor the token
 * without that.
 *
 * <p>Begin with {@link homework.arch.platform.processors.EventProcessors}.
 */
package homework.arch.platform.processors;
