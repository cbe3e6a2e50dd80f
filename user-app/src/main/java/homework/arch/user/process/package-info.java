/**
 * How a user is erased, step by step: event in, and what follows from it. It decides nothing and
 * remembers nothing, so that every event may come again. Begin with WhenAccountClosedThenEraseUser.
 */
package homework.arch.user.process;
