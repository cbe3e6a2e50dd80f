/**
 * How a command comes to its aggregate: on the thread that sends it, through Axon Server if it is
 * another service's, and again after a conflict.
 *
 * <p>It never begins a transaction: events are a command's only effect.
 *
 * <p>Begin with {@link homework.arch.platform.commands.LocalCommandBus}; {@link
 * homework.arch.platform.commands.ProcessCommands} is what sagas and other processes send by.
 */
package homework.arch.platform.commands;
