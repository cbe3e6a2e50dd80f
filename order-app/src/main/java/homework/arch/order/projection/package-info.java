/**
 * What is read of orders: tables written from events, and the queries that they answer. It must
 * never send a command, and a table never says for sure that an order is not there or not decided.
 * Begin with {@link homework.arch.order.projection.OrderProjection}.
 */
package homework.arch.order.projection;
