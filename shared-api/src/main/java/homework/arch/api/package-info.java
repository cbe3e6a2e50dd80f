/**
 * The messages that the services share, and the values in them; nothing else is shared.
 *
 * <p>It knows no service, no Spring and no database, and what was stored once can be read for ever.
 *
 * <p>Begin with {@link homework.arch.api.Money}, then with the package of a service.
 */
package homework.arch.api;
