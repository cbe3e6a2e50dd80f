/**
 * Notification-app: what users are told by mail. Here is only the wiring, and nothing is decided in
 * it. Begin with NotificationApp, and with SmtpDelivery for what is added to it if there is a mail
 * server; what they decide is in domain.Notification.
 */
package homework.arch.notification;
