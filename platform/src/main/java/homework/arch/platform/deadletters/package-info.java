/**
 * The dead letters: events that a processor could not handle. They are kept with their cause, tried
 * again after pauses that double, and then parked for an operator, while all others go on.
 *
 * <p>It never drops an event by itself, and never writes down what a user has typed.
 *
 * <p>Begin with {@link homework.arch.platform.deadletters.DeadLetteringInvoker}, which stands
 * between a processor and its handlers; {@link homework.arch.platform.deadletters.DeadLetterTable}
 * is the table.
 */
package homework.arch.platform.deadletters;
