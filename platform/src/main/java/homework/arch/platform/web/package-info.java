/**
 * The HTTP side that all services have in common: their JSON, problem details, idempotency keys,
 * the bounds of a request, and the OpenAPI documents. It never knows a service, and it lets nothing
 * of the inside (class names, SQL, stack traces) out to a caller. Begin with {@link
 * homework.arch.platform.web.WebPlatform}, which puts it together, then {@link
 * homework.arch.platform.web.Idempotency}.
 */
package homework.arch.platform.web;
