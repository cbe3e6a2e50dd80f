package homework.arch.user.projection;

import org.axonframework.commandhandling.gateway.CommandGateway;

/** Breaks a rule of the architecture on purpose. */
public record PlantedCommandInAProjection(CommandGateway commands) {}
