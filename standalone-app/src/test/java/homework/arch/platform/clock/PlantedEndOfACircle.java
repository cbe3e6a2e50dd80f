package homework.arch.platform.clock;

import homework.arch.platform.startup.PlantedCircle;

/** Breaks a rule of the architecture on purpose. */
public record PlantedEndOfACircle(PlantedCircle start) {}
