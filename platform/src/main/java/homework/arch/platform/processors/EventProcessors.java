package homework.arch.platform.processors;

import homework.arch.platform.deadletters.Batches;
import homework.arch.platform.deadletters.Compensation;
import homework.arch.platform.deadletters.DeadLetters;
import homework.arch.platform.eventstore.Tail;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * The event processors of one service. Their tokens are kept in the service's own schema, in the
 * same transaction as what the processor writes. Several processes of the service share them, see
 * {@link SegmentBalance}.
 */
public final class EventProcessors {

  /** Events a transaction, at most. Bigger batches share the cost of a commit. */
  private static final int MOST_IN_A_BATCH = 1000;

  /** How long the events for a projection gather under load. */
  private static final Duration PACE = Duration.ofMillis(50);

  /** How often a process looks for segments that nobody works on. */
  private static final long LOOK_FOR_SEGMENTS_MS = 1_000;

  /** How often an idle process renews its claim. */
  private static final int RENEW_CLAIM_MS = 2_000;

  /**
   * When a segment whose process says nothing is taken over by another. Far above the time in which
   * a live process renews its claim.
   */
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(7);

  private final String schema;
  private final boolean autoStart;
  private final List<String> names = new ArrayList<>();

  /**
   * @param schema the service's schema
   * @param autoStart whether they start by themselves in this process
   */
  public EventProcessors(String schema, boolean autoStart) {
    this.schema = schema;
    this.autoStart = autoStart;
  }

  /**
   * Registers a tracking event processor for a projection. It starts at the beginning of the
   * stream: what happened before its first start counts as well.
   */
  public void registerProjection(Configurer configurer, String processor) {
    register(configurer, processor, true, Compensation.NONE, PACE);
  }

  /**
   * Registers a tracking event processor for a saga or an automation, from the beginning of the
   * stream as well. It has one segment, so that none of its commands meet on an aggregate.
   *
   * @param compensation what is done instead of an event that is given up
   */
  public void registerProcess(Configurer configurer, String processor, Compensation compensation) {
    register(configurer, processor, false, compensation, Duration.ZERO);
  }

  private void register(
      Configurer configurer,
      String processor,
      boolean ordered,
      Compensation compensation,
      Duration pace) {
    names.add(processor);
    register(
        configurer,
        processor,
        this::tokenStore,
        StreamableMessageSource::createTailToken,
        (axon, handlers, batches) ->
            axon.getComponent(DeadLetters.class)
                .invoker(schema, axon, processor, handlers, batches, ordered, compensation),
        pace);
  }

  /**
   * Registers an event processor that every process runs for itself, from the moment it starts: for
   * what is only told on to callers of this process.
   */
  public void registerListener(Configurer configurer, String processor) {
    register(
        configurer,
        processor,
        axon -> new InMemoryTokenStore(),
        StreamableMessageSource::createHeadToken,
        (axon, handlers, batches) -> handlers,
        Duration.ZERO);
  }

  /** How the handlers of a processor are called. */
  private interface Invoking {
    EventHandlerInvoker invoker(Configuration axon, EventHandlerInvoker handlers, Batches batches);
  }

  private void register(
      Configurer configurer,
      String processor,
      Function<Configuration, TokenStore> tokenStore,
      Function<StreamableMessageSource<?>, TrackingToken> start,
      Invoking invoking,
      Duration pace) {
    configurer
        .eventProcessing()
        .registerTokenStore(processor, tokenStore)
        .registerEventProcessor(
            processor,
            (name, axon, handlers) -> {
              EventProcessingConfiguration processing = axon.eventProcessingConfiguration();
              StreamableMessageSource<TrackedEventMessage<?>> events =
                  axon.getComponent(Tail.class);
              Batches batches = new Batches(name, MOST_IN_A_BATCH);
              EventHandlerInvoker invoker = invoking.invoker(axon, handlers, batches);
              Map<Class<?>, Boolean> handled = new ConcurrentHashMap<>();
              return new SteadyEventProcessor(
                  TrackingEventProcessor.builder()
                      .name(name)
                      .eventHandlerInvoker(invoker)
                      .rollbackConfiguration(processing.rollbackConfiguration(name))
                      .errorHandler(processing.errorHandler(name))
                      .messageMonitor(processing.messageMonitor(TrackingEventProcessor.class, name))
                      .messageSource(
                          token ->
                              new ProcessorStream(
                                  events.openStream(token),
                                  event ->
                                      handled.computeIfAbsent(
                                          event.getPayloadType(), invoker::canHandleType),
                                  batches,
                                  pace,
                                  processing.eventProcessor(name).orElseThrow()::isRunning))
                      .tokenStore(processing.tokenStore(name))
                      .transactionManager(processing.transactionManager(name))
                      .trackingEventProcessorConfiguration(
                          TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                              .andInitialTrackingToken(source -> start.apply(events))
                              .andBatchSize(MOST_IN_A_BATCH)
                              .andEventAvailabilityTimeout(RENEW_CLAIM_MS, TimeUnit.MILLISECONDS)
                              .andTokenClaimInterval(LOOK_FOR_SEGMENTS_MS, TimeUnit.MILLISECONDS)
                              .andAutoStart(autoStart))
                      .spanFactory(axon.getComponent(EventProcessorSpanFactory.class)),
                  batches);
            });
  }

  String schema() {
    return schema;
  }

  /** The processors that the service's processes share. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** Whether they work in this process. */
  boolean work() {
    return autoStart;
  }

  private TokenStore tokenStore(Configuration axon) {
    return new ClaimedTokens(
        JdbcTokenStore.builder()
            .connectionProvider(axon.getComponent(ConnectionProvider.class))
            .serializer(axon.serializer())
            .claimTimeout(CLAIM_TIMEOUT)
            .schema(
                TokenSchema.builder()
                    .setTokenTable(schema + ".token")
                    .setProcessorNameColumn("processor_name")
                    .setTokenColumn("token")
                    .setTokenTypeColumn("token_type")
                    .setTimestampColumn("time_stamp")
                    .build()));
  }

  /**
   * Who has lost a claim may not store a token, also where nobody else has taken it yet: it may
   * have been set back meanwhile. A claim is made by fetching a token.
   */
  private static final class ClaimedTokens extends JdbcTokenStore {

    ClaimedTokens(Builder builder) {
      super(builder);
    }

    @Override
    protected void updateToken(
        Connection connection,
        ResultSet row,
        TrackingToken token,
        String processorName,
        int segment) {
      throw new UnableToClaimTokenException(
          "The claim on segment %d of %s was lost".formatted(segment, processorName));
    }
  }
}
