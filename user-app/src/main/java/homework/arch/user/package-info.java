/**
 * User-app: who is registered, and under which e-mail address. Here is only the wiring, and nothing
 * is decided in it. Begin with UserApp, which names all parts of the service; what they decide is
 * in domain.User.
 */
package homework.arch.user;
