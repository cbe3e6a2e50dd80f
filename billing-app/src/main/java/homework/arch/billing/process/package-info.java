/**
 * What billing does by itself when it hears of something: event in, command out. It decides nothing
 * and keeps nothing, so that every event may come again. Begin with
 * WhenUserRegisteredThenOpenAccount.
 */
package homework.arch.billing.process;
