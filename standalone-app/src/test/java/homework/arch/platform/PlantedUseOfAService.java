package homework.arch.platform;

import homework.arch.user.UserApp;

/** Breaks a rule of the architecture on purpose. */
public record PlantedUseOfAService(UserApp service) {}
