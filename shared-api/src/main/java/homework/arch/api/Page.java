package homework.arch.api;

import java.util.List;

/**
 * One page of a list, newest first.
 *
 * @param <T> what is listed
 */
public interface Page<T> {

  List<T> content();

  /** How many there are on all pages; on this one, if they were asked for from an id on. */
  long totalElements();
}
