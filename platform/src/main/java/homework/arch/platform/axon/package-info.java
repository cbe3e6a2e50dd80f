/**
 * Axon's parts as this project uses them: how messages are written, timed and traced, and which
 * failures may be tried again. It never reads a class that {@link
 * homework.arch.platform.axon.MessageJson} does not know, and never logs what a message contains.
 * Begin with {@link homework.arch.platform.axon.AxonPlatform}.
 */
package homework.arch.platform.axon;
