/**
 * The benchmark: the system beside what its database can do alone, on the machine at hand.
 *
 * <p>It never measures what was not finished: it counts by the ledger of the database.
 *
 * <p>Begin with {@link homework.arch.bench.Bench}.
 */
package homework.arch.bench;
