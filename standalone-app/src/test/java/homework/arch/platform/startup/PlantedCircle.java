package homework.arch.platform.startup;

import homework.arch.platform.clock.PlantedEndOfACircle;

/** Breaks a rule of the architecture on purpose. */
public record PlantedCircle(PlantedEndOfACircle end) {}
