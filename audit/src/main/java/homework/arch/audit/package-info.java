/**
 * Proves that the money is right: folds all events by itself, and compares with what each service
 * tells. It shares no code with what it looks at, sends no command and writes nothing. Begin with
 * {@link homework.arch.audit.Auditor}.
 */
package homework.arch.audit;
