/**
 * The four services in one JVM, on an embedded PostgreSQL or one of your own.
 *
 * <p>It has no rule of the business: what it adds is how to start, where data is kept and what to
 * look at.
 *
 * <p>Begin with {@link homework.arch.standalone.StandaloneApp}, which {@link
 * homework.arch.standalone.Launcher} starts.
 */
package homework.arch.standalone;
