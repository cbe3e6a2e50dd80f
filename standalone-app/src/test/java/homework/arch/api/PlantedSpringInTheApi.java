package homework.arch.api;

import org.springframework.http.HttpStatus;

/** Breaks a rule of the architecture on purpose. */
public record PlantedSpringInTheApi(HttpStatus status) {}
