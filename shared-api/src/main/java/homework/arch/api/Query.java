package homework.arch.api;

/**
 * A question that one service answers from its read model.
 *
 * @param <A> the type of the answer
 */
public interface Query<A> {}
