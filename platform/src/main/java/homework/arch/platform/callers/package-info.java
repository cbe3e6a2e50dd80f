/**
 * Who may call. With an issuer (OpenID Connect) each service is an OAuth2 resource server: a caller
 * brings a token of that issuer, and what he may is decided by {@link
 * homework.arch.platform.callers.Caller}, in the controllers. Without one everybody may all, and
 * nothing of this is there but that. It keeps no users and no sessions, and asks the issuer for
 * nothing but its keys. Begin with Caller.
 */
package homework.arch.platform.callers;
