/**
 * What the OpenAPI documents of all services have in common: how values are written, which errors
 * every operation can answer with, how a service's document is found. What is particular to an
 * operation stands beside its controller.
 */
package homework.arch.platform.openapi;
