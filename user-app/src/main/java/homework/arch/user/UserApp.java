package homework.arch.user;

import homework.arch.platform.ServiceApplication;
import homework.arch.platform.deadletters.Compensation;
import homework.arch.platform.processors.EventProcessors;
import homework.arch.user.domain.User;
import homework.arch.user.process.WhenAccountClosedThenEraseUser;
import homework.arch.user.process.WhenUserErasedThenDestroyKey;
import homework.arch.user.projection.UserProjection;
import org.axonframework.config.ConfigurerModule;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** Registers users, and forgets them. */
@ServiceApplication(schema = "users")
public class UserApp {

  public static void main(String[] args) {
    SpringApplication.run(UserApp.class, args);
  }

  @Bean
  ConfigurerModule userAxon(EventProcessors userProcessors) {
    return configurer -> {
      configurer.configureAggregate(User.class);
      userProcessors.registerProcess(
          configurer,
          WhenAccountClosedThenEraseUser.PROCESSOR,
          WhenAccountClosedThenEraseUser.COMPENSATION);
      userProcessors.registerProcess(
          configurer, WhenUserErasedThenDestroyKey.PROCESSOR, Compensation.NONE);
      userProcessors.registerProjection(configurer, UserProjection.PROCESSOR);
    };
  }
}
