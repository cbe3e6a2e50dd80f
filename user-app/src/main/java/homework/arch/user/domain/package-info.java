/**
 * What a user is, and that an e-mail address has one owner however it is spelled. It knows no
 * Spring, no clock, no chance and no database; time and ids come in as parameters. Begin with User.
 */
package homework.arch.user.domain;
