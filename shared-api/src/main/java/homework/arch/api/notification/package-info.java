/**
 * Commands, events and queries about mails.
 *
 * <p>Whether a mail was delivered never changes whether it is listed.
 *
 * <p>Begin with {@link homework.arch.api.notification.NotificationSent}.
 */
package homework.arch.api.notification;
