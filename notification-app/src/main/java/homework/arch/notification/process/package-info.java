/**
 * How mail leaves: a request becomes a row of the outbox, a row becomes attempts, and their end a
 * command. It never hands over an attempt that is not written down, and never puts an address into
 * a log or a table. Begin with MailDelivery, then MailServer for what is said to the server.
 */
package homework.arch.notification.process;
