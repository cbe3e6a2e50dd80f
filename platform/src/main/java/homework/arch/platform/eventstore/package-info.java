/**
 * How event processors hear of events, from PostgreSQL or from Axon Server; and the event store in
 * PostgreSQL, which appends those of many commands in one commit.
 *
 * <p>It never hands an event on before it is committed, and never passes one over.
 *
 * <p>Begin with {@link homework.arch.platform.eventstore.PostgresEventStorageEngine} for writing
 * and with {@link homework.arch.platform.eventstore.Tail} for reading.
 */
package homework.arch.platform.eventstore;
