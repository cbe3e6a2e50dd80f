package homework.arch.platform.axon;

/** A class of a service that is stored by its name, beside the messages: a saga, a snapshot. */
public record StoredType(Class<?> type) {}
