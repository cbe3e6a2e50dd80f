/**
 * The start of an application: it waits for its database, and says in one sentence why it cannot
 * start. It never waits for what waiting cannot mend, and tells no password. Begin with {@link
 * homework.arch.platform.startup.DatabaseWait}.
 */
package homework.arch.platform.startup;
