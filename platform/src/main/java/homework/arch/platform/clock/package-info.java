/**
 * Tells when the clock of this process and that of its database are apart. It never stops or holds
 * up anything for it. Begin with {@link homework.arch.platform.clock.ClockSkew}.
 */
package homework.arch.platform.clock;
