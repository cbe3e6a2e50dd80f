package homework.arch.user.domain;

/** Breaks a rule of the architecture on purpose. */
public record PlantedDoubleInTheDomain(double price) {}
