package homework.arch.user.domain;

import org.springframework.context.ApplicationContext;

/** Breaks a rule of the architecture on purpose. */
public record PlantedSpringInTheDomain(ApplicationContext context) {}
