package homework.arch.user.web;

import homework.arch.user.domain.User;

/** Breaks a rule of the architecture on purpose. */
public record PlantedDomainInTheWeb(User user) {}
