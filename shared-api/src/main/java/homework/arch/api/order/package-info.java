/**
 * Commands, events and queries about orders.
 *
 * <p>An order is decided once: no event takes a rejection back.
 *
 * <p>Begin with {@link homework.arch.api.order.OrderPlaced}.
 */
package homework.arch.api.order;
