/**
 * Commands, events and queries about users.
 *
 * <p>An event never tells more of a person than a reader of it needs.
 *
 * <p>Begin with {@link homework.arch.api.user.UserRegistered}.
 */
package homework.arch.api.user;
