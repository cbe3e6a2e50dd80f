package homework.arch.user.process;

import homework.arch.user.projection.UserProjection;

/** Breaks a rule of the architecture on purpose. */
public record PlantedReadModelInAProcess(UserProjection users) {}
