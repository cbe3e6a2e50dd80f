package homework.arch.user.projection;

import homework.arch.user.domain.User;

/** Breaks a rule of the architecture on purpose. */
public record PlantedDomainInAProjection(User user) {}
