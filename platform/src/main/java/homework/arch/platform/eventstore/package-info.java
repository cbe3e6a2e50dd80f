/**
 * The event store in PostgreSQL: how events are appended, many commands' in one commit, and how
 * event processors hear of them.
 *
 * <p>It never hands an event on before it is committed, and never passes one over.
 *
 * <p>Begin with {@link homework.arch.platform.eventstore.PostgresEventStorageEngine} for writing
 * and with {@link homework.arch.platform.eventstore.Tail} for reading; with Axon Server neither is
 * there.
 */
package homework.arch.platform.eventstore;
