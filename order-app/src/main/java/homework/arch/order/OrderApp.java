package homework.arch.order;

import homework.arch.api.order.OrderCommand;
import homework.arch.api.order.PlaceOrder;
import homework.arch.order.domain.Mails;
import homework.arch.order.domain.Order;
import homework.arch.order.domain.PaymentTerms;
import homework.arch.order.process.OrderCompensation;
import homework.arch.order.process.OrderSaga;
import homework.arch.order.projection.OrderProjection;
import homework.arch.order.projection.TimelineProjection;
import homework.arch.order.web.OrderNews;
import homework.arch.platform.ServiceApplication;
import homework.arch.platform.commands.InsertFirst;
import homework.arch.platform.processors.EventProcessors;
import homework.arch.platform.processors.StatelessSagaRepository;
import java.time.Duration;
import org.axonframework.common.caching.Cache;
import org.axonframework.config.ConfigurerModule;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** Accepts orders and runs the order saga. */
@ServiceApplication(schema = "orders")
public class OrderApp {

  public static void main(String[] args) {
    SpringApplication.run(OrderApp.class, args);
  }

  @Bean
  ConfigurerModule orderAxon(Cache aggregateCache, EventProcessors orderProcessors, Mails mails) {
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
          configurer, OrderSaga.PROCESSOR, new OrderCompensation(mails));
      orderProcessors.registerProjection(configurer, OrderProjection.PROCESSOR);
      orderProcessors.registerProjection(configurer, TimelineProjection.PROCESSOR);
      orderProcessors.registerListener(configurer, OrderNews.LISTENER);
    };
  }

  @Bean
  PaymentTerms paymentTerms(@Value("${arch.decide-within}") Duration decideWithin) {
    return new PaymentTerms(decideWithin);
  }

  @Bean
  Mails mails(@Value("${arch.currency}") String currency) {
    return new Mails(currency);
  }
}
