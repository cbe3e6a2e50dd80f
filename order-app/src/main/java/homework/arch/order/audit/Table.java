package homework.arch.order.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a read model, the newest first.
 *
 * @param failure why they could not be read, if they could not
 */
record Table<V>(List<V> rows, @Nullable String failure) {

  static <V> Table<V> of(List<V> rows) {
    return new Table<>(rows, null);
  }
}
