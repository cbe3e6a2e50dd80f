package homework.arch.api.user;

import homework.arch.api.Query;
import java.util.List;

/**
 * Asks for texts to be sealed, each by the key of its user. Nobody keeps anything of it; there is
 * no sealed text where there is no such user.
 */
public record SealTexts(List<TextOfUser> texts) implements Query<Texts> {}
