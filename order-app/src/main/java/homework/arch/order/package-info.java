/**
 * Accepts orders and runs the order saga; here is only the wiring. Nothing of it decides about an
 * order. Begin with {@link homework.arch.order.process.OrderSaga}, which tells the whole story.
 */
package homework.arch.order;
