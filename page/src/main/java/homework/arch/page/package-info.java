/**
 * Serves the page, whose files are in {@code src/main/resources/page}. It uses the API as anybody
 * does; the operator's calls that it makes are passed on to the management port, for whom that is
 * open. Begin with {@link homework.arch.page.PageConfiguration}.
 */
package homework.arch.page;
