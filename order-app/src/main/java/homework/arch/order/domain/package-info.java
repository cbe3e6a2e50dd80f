/**
 * What is decided about an order: by itself, on its way, and in the words to its user. It knows the
 * messages and Axon's annotations, and must never know Spring, a clock or a database. Begin with
 * {@link homework.arch.order.domain.Order}.
 */
package homework.arch.order.domain;
