package homework.arch.api.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param texts as many as were asked for, in the same order; null where there is none
 */
public record Texts(List<@Nullable String> texts) {

  /** Without the texts. */
  @Override
  public String toString() {
    return "Texts[" + texts.size() + "]";
  }
}
