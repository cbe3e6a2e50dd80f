package homework.arch.api.user;

import homework.arch.api.Query;
import java.util.List;

/**
 * Asks for what was sealed. There is no text where the user's key is destroyed; what an earlier
 * version has stored in clear is given as it is.
 */
public record OpenTexts(List<TextOfUser> texts) implements Query<Texts> {}
