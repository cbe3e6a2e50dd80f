/**
 * The keys by which what is kept of a person is sealed: one for each user, wrapped by a
 * key-encryption key. Whoever destroys a user's key has made unreadable what was sealed by it,
 * wherever it is kept. No key is held in memory for longer than it is used, as it may be destroyed
 * by another process. Begin with UserKeys.
 */
package homework.arch.user.keys;
