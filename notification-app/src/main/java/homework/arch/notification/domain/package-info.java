/**
 * What a notification is: sent once, and delivered or failed once if it is to leave. It knows no
 * Spring, no clock, no chance and no mail server; time, ids and addresses come in as parameters.
 * Begin with Notification.
 */
package homework.arch.notification.domain;
