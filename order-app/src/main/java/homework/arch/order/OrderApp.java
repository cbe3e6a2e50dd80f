package homework.arch.order;

import homework.arch.api.order.OrderCommand;
import homework.arch.api.order.PlaceOrder;
import homework.arch.order.domain.Letters;
import homework.arch.order.domain.Order;
import homework.arch.order.domain.PaymentTerms;
import homework.arch.order.process.OrderCompensation;
import homework.arch.order.process.OrderSaga;
import homework.arch.order.projection.OrderProjection;
import homework.arch.order.projection.TimelineProjection;
import homework.arch.order.web.OrderNews;
import homework.arch.platform.Migrations;
import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.processors.EventProcessors;
import homework.arch.platform.processors.StatelessSagaRepository;
import homework.arch.platform.web.Idempotency;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.axonframework.common.caching.Cache;
import org.axonframework.config.ConfigurerModule;
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
  ConfigurerModule orderAxon(
      Cache aggregateCache, EventProcessors orderProcessors, Letters letters) {
    return configurer -> {
      configurer.configureAggregate(
          InsertFirst.aggregate(
              Order.class,
              OrderCommand.class,
              OrderCommand::orderId,
              aggregateCache,
              PlaceOrder.class));
      configurer
          .eventProcessing()
          .registerSaga(
              OrderSaga.class,
              saga ->
                  saga.configureRepository(
                      axon ->
                          new StatelessSagaRepository<>(OrderSaga.class, new OrderSaga(), axon)));
      orderProcessors.registerProcess(
          configurer, OrderSaga.PROCESSOR, new OrderCompensation(letters));
      orderProcessors.registerProjection(configurer, OrderProjection.PROCESSOR);
      orderProcessors.registerProjection(configurer, TimelineProjection.PROCESSOR);
      orderProcessors.registerListener(configurer, OrderNews.LISTENER);
    };
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
}
