package homework.arch.api.user;

import homework.arch.api.Query;
import java.util.UUID;

/** A user's last registration, or nothing; right from the moment of the registration. */
public record FindRegistration(UUID userId) implements Query<RegistrationView> {}
