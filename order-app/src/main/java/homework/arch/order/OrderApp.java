package homework.arch.order;

import homework.arch.order.domain.Letters;
import homework.arch.order.domain.Order;
import homework.arch.order.domain.PaymentTerms;
import homework.arch.order.process.OrderCompensation;
import homework.arch.order.process.OrderSaga;
import homework.arch.order.projection.OrderNews;
import homework.arch.order.projection.OrderProjection;
import homework.arch.order.projection.TimelineProjection;
import homework.arch.platform.Migrations;
import homework.arch.platform.axon.DueTasks;
import homework.arch.platform.axon.EventProcessors;
import homework.arch.platform.axon.ProcessCommands;
import homework.arch.platform.axon.ProcessPlatform;
import homework.arch.platform.axon.StoredType;
import homework.arch.platform.axon.UnansweredCommands;
import homework.arch.platform.openapi.ServiceDocument;
import homework.arch.platform.web.Idempotency;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.serialization.Serializer;
import org.springdoc.core.models.GroupedOpenApi;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Accepts orders and runs the order saga. */
@SpringBootApplication
public class OrderApp {

  private static final String SCHEMA = "orders";

  public static void main(String[] args) {
    SpringApplication.run(OrderApp.class, args);
  }

  @Bean
  FlywayMigrationInitializer orderMigrations(DataSource dataSource) {
    return Migrations.ofService(SCHEMA, dataSource);
  }

  @Bean
  EventProcessors orderProcessors() {
    return new EventProcessors(SCHEMA);
  }

  @Bean
  ConfigurerModule orderAxon(Cache aggregateCache, EventProcessors orderProcessors) {
    return configurer -> {
      configurer.configureAggregate(
          AggregateConfigurer.defaultConfiguration(Order.class)
              .configureCache(c -> aggregateCache));
      configurer
          .eventProcessing()
          .registerSaga(
              OrderSaga.class, saga -> saga.configureSagaStore(orderProcessors::sagaStore));
      orderProcessors.registerProcess(configurer, OrderSaga.PROCESSOR, 2, new OrderCompensation());
      orderProcessors.registerProjection(configurer, OrderProjection.PROCESSOR);
      orderProcessors.registerProjection(configurer, TimelineProjection.PROCESSOR);
      orderProcessors.registerListener(configurer, OrderNews.LISTENER);
    };
  }

  @Bean
  UnansweredCommands unansweredOrderCommands(ProcessPlatform platform) {
    return platform.unanswered(SCHEMA, new OrderCompensation());
  }

  @Bean
  ProcessCommands orderCommands(
      ProcessPlatform platform, UnansweredCommands unansweredOrderCommands) {
    return platform.commands(unansweredOrderCommands);
  }

  @Bean
  DueTasks orderTasks(
      ProcessPlatform platform, ObjectProvider<DbSchedulerDeadlineManager> orderDeadlines) {
    return platform.dueTasks(SCHEMA, OrderDeadlines.task(orderDeadlines::getObject));
  }

  @Bean
  DbSchedulerDeadlineManager orderDeadlines(
      DueTasks orderTasks,
      org.axonframework.config.Configuration axon,
      @Qualifier("messageSerializer") Serializer serializer,
      TransactionManager transactions) {
    return OrderDeadlines.manager(orderTasks, axon, serializer, transactions);
  }

  @Bean
  OrderPlacedUpcaster orderPlacedUpcaster() {
    return new OrderPlacedUpcaster();
  }

  @Bean
  PaymentTerms paymentTerms(@Value("${arch.decide-within}") Duration decideWithin) {
    return new PaymentTerms(decideWithin);
  }

  @Bean
  StoredType orderSaga() {
    return new StoredType(OrderSaga.class);
  }

  @Bean
  Letters letters(@Value("${arch.currency}") String currency) {
    return new Letters(currency);
  }

  @Bean
  Idempotency orderIdempotency(
      JdbcClient jdbc,
      JsonMapper json,
      Executor applicationTaskExecutor,
      @Value("${arch.idempotency.keep}") Duration remembered) {
    return new Idempotency(SCHEMA, jdbc, json, applicationTaskExecutor, remembered);
  }

  @Bean
  GroupedOpenApi orderDocument() {
    return ServiceDocument.of("orders");
  }
}
