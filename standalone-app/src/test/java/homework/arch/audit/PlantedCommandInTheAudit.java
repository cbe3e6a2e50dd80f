package homework.arch.audit;

import org.axonframework.commandhandling.gateway.CommandGateway;

/** Breaks a rule of the architecture on purpose. */
public record PlantedCommandInTheAudit(CommandGateway commands) {}
