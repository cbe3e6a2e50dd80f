package homework.arch.api.user;

/**
 * @param number of its event in the user's stream
 * @param erased whether it has ended
 */
public record RegistrationView(long number, boolean erased) {}
