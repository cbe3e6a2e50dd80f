/**
 * Who of the operators did what, when, and what came of it. Every deed over the management port is
 * recorded in one place, before it is done, so that no endpoint has to think of it and a crash
 * leaves a trace; what cannot be recorded is not done. Begin with {@link
 * homework.arch.platform.operatorlog.Deeds}, which sees them come and go, then {@link
 * homework.arch.platform.operatorlog.OperatorLog}, which keeps them.
 */
package homework.arch.platform.operatorlog;
