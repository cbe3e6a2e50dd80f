/**
 * Event in, command out: the order saga, what is done instead of a step that is given up, and the
 * end of an order's time. It must never remember anything, nor send what is not safe to repeat.
 * Begin with {@link homework.arch.order.process.OrderSaga}.
 */
package homework.arch.order.process;
