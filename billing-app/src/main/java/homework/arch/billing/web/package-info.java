/**
 * The accounts over HTTP: requests into commands and queries, answers into JSON. It decides nothing
 * and reads no table. Begin with AccountController.
 */
package homework.arch.billing.web;
