/**
 * The notifications over HTTP: requests into commands and queries, answers into JSON. It decides
 * nothing and reads no table. Begin with NotificationController.
 */
package homework.arch.notification.web;
