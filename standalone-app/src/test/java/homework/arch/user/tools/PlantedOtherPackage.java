package homework.arch.user.tools;

/** Breaks a rule of the architecture on purpose. */
public record PlantedOtherPackage() {}
