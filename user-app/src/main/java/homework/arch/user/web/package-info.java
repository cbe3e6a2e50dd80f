/**
 * The users over HTTP: requests into commands and queries, answers into JSON. It decides nothing
 * and reads no table. Begin with UserController.
 */
package homework.arch.user.web;
