package homework.arch.api.order;

/** Breaks a rule of the architecture on purpose. */
public record PlantedPlaceOrderCommand() {}
