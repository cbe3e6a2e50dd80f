/**
 * HTTP in and out, and who waits for what. Decisions come from one place, {@link
 * homework.arch.order.web.OrderNews}, and are told in two forms, to who prefers to wait and to who
 * listens. It must never hold a thread for a caller who waits, nor decide anything. Begin with
 * {@link homework.arch.order.web.OrderController}.
 */
package homework.arch.order.web;
