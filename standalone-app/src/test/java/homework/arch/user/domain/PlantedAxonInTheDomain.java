package homework.arch.user.domain;

import org.axonframework.eventsourcing.eventstore.EventStore;

/** Breaks a rule of the architecture on purpose. */
public record PlantedAxonInTheDomain(EventStore events) {}
