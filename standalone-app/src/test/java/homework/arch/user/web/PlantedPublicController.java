package homework.arch.user.web;

import org.springframework.web.bind.annotation.RestController;

/** Breaks a rule of the architecture on purpose; abstract, so that Spring leaves it alone. */
@RestController
public abstract class PlantedPublicController {}
