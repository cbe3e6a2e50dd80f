/**
 * The dead letters: events that a processor could not handle are parked with their cause, tried
 * again after pauses that double, and then left to an operator, while all others go on.
 *
 * <p>It never drops an event by itself, and never writes down what a user has typed.
 *
 * <p>Begin with {@link homework.arch.platform.parked.ParkingInvoker}, which stands between a
 * processor and its handlers; {@link homework.arch.platform.parked.ParkedEvents} is the table.
 */
package homework.arch.platform.parked;
