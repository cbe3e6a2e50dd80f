/**
 * Billing-app: accounts and their ledger. Here is only the wiring, and nothing is decided in it.
 * Begin with BillingApp, which names all parts of the service; what they decide is in
 * domain.Account.
 */
package homework.arch.billing;
