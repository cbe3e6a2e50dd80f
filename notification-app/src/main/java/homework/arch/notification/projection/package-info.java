/**
 * The table of notifications that queries are answered from, made from the events. It sends no
 * command, and no decision may be based on it, as it lags a moment. Begin with
 * NotificationProjection.
 */
package homework.arch.notification.projection;
