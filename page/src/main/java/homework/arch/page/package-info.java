/** Serves the page, which is in {@code src/main/resources/page}, and lets it operate. */
@NullMarked
package homework.arch.page;

import org.jspecify.annotations.NullMarked;
