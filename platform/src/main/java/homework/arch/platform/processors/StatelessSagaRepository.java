package homework.arch.platform.processors;

import java.util.Set;
import java.util.function.Supplier;
import org.axonframework.config.Configuration;
import org.axonframework.messaging.annotation.MessageHandlerInterceptorMemberChain;
import org.axonframework.modelling.saga.AnnotatedSaga;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.Saga;
import org.axonframework.modelling.saga.SagaRepository;
import org.axonframework.modelling.saga.metamodel.AnnotationSagaMetaModelFactory;
import org.axonframework.modelling.saga.metamodel.SagaModel;

/**
 * Sagas that remember nothing: one for each value of their association, and none is stored. Events
 * that belong to no saga any more are handled as well, so handlers must send what is safe to
 * repeat.
 */
public final class StatelessSagaRepository<T> implements SagaRepository<T> {

  private final T saga;
  private final SagaModel<T> model;
  private final MessageHandlerInterceptorMemberChain<T> interceptors;

  /**
   * @param saga the one instance, which has no fields that change
   */
  public StatelessSagaRepository(Class<T> type, T saga, Configuration axon) {
    this.saga = saga;
    AnnotationSagaMetaModelFactory models =
        new AnnotationSagaMetaModelFactory(
            axon.parameterResolverFactory(), axon.handlerDefinition(type));
    model = models.modelOf(type);
    interceptors = models.chainedInterceptor(type);
  }

  @Override
  public Set<String> find(AssociationValue association) {
    return Set.of(association.getKey() + "=" + association.getValue());
  }

  @Override
  public Saga<T> load(String id) {
    int end = id.indexOf('=');
    AssociationValue association =
        new AssociationValue(id.substring(0, end), id.substring(end + 1));
    return new AnnotatedSaga<>(id, Set.of(association), saga, model, interceptors);
  }

  @Override
  public Saga<T> createInstance(String id, Supplier<T> factory) {
    throw new IllegalStateException("A saga without memory is always there.");
  }
}
