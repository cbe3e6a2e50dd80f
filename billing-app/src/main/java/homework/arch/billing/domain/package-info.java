/**
 * What may happen to an account: once for each operation, and never below zero. It knows no Spring,
 * no clock, no chance and no database; time and ids come in as parameters. Begin with Account.
 */
package homework.arch.billing.domain;
