/**
 * Commands, events and queries about accounts and their operations.
 *
 * <p>A refusal is an event as well, so that an operation has one answer for ever.
 *
 * <p>Begin with {@link homework.arch.api.billing.AccountDebited}.
 */
package homework.arch.api.billing;
