/**
 * What all services need, written once: Axon's parts, the event store, the event processors, and
 * the HTTP side, each in a package of its own. It never knows a service, nor decides anything that
 * is the domain's. Begin with the class of each package whose name ends in {@code Platform}: Spring
 * Boot finds them as auto-configurations.
 */
package homework.arch.platform;
