package homework.arch.billing;

import homework.arch.api.billing.AccountCommand;
import homework.arch.billing.domain.Account;
import homework.arch.billing.process.WhenUserRegisteredThenOpenAccount;
import homework.arch.billing.projection.AccountProjection;
import homework.arch.platform.ServiceApplication;
import homework.arch.platform.axon.StoredType;
import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.deadletters.Compensation;
import homework.arch.platform.processors.EventProcessors;
import org.axonframework.common.caching.Cache;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** Owns accounts and their ledger. */
@ServiceApplication(schema = "billing")
public class BillingApp {

  /**
   * After how many events an account is kept as a snapshot, so that none is ever read from its
   * start.
   */
  private static final int EVENTS_PER_SNAPSHOT = 200;

  public static void main(String[] args) {
    SpringApplication.run(BillingApp.class, args);
  }

  @Bean
  ConfigurerModule billingAxon(Cache aggregateCache, EventProcessors billingProcessors) {
    return configurer -> {
      configurer.configureAggregate(
          InsertFirst.withTarget(
                  AggregateConfigurer.defaultConfiguration(Account.class),
                  AccountCommand.class,
                  AccountCommand::accountId)
              .configureCache(c -> aggregateCache)
              .configureSnapshotTrigger(
                  c ->
                      new EventCountSnapshotTriggerDefinition(
                          c.getComponent(Snapshotter.class), EVENTS_PER_SNAPSHOT)));
      billingProcessors.registerProcess(
          configurer, WhenUserRegisteredThenOpenAccount.PROCESSOR, Compensation.NONE);
      billingProcessors.registerProjection(configurer, AccountProjection.PROCESSOR);
    };
  }

  @Bean
  StoredType accountSnapshot() {
    return new StoredType(Account.class);
  }

  /** The snapshotter looks for it among the beans. */
  @Bean
  AggregateFactory<Account> accountFactory(Configuration axon) {
    return axon.aggregateFactory(Account.class);
  }
}
