package homework.arch.platform.openapi;

import homework.arch.platform.web.IdempotencyKey;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;
import java.io.IOException;
import java.util.List;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.support.ResourcePatternResolver;

/** The OpenAPI documents, as far as all services have them in common. */
@AutoConfiguration(before = SpringDocConfiguration.class)
public class OpenApiPlatform {

  private static final String DESCRIPTION =
      """
      An order takes money from its user's account, and then the user is told by mail how it went.

      **Try it out** in this order: register Anna, look at her account, put money on it, place an \
      order, look at the account again, and at her mail. With the `%s` of the example, Anna's \
      `userId` is the one in all the examples. Any other id, such as that of your order, is to be \
      pasted from one answer into the next request.

      Errors are problem details (RFC 9457). An unknown path is answered with 404, a method that \
      a path does not know with 405. Fields that are not known are ignored."""
          .formatted(IdempotencyKey.HEADER);

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("arch-axon")
                .version("1.0.0")
                .description(DESCRIPTION)
                .license(new License().name("Apache License 2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/").description("Where this document came from")))
        .security(List.of());
  }

  @Bean
  ModelResolver modelResolver() {
    return new ModelResolver(Json31.mapper(), new SchemaNames()).openapi31(true);
  }

  @Bean
  ValueSchemas valueSchemas() {
    return new ValueSchemas(Json31.mapper());
  }

  @Bean
  Examples examples(ResourcePatternResolver resources) throws IOException {
    return Examples.load(resources);
  }

  @Bean
  CreatedAnswer createdAnswer() {
    return new CreatedAnswer();
  }

  @Bean
  ProblemAnswers problemAnswers(Examples examples) {
    return new ProblemAnswers(examples);
  }

  @Bean
  IdempotencyKeyHeader idempotencyKeyHeader() {
    return new IdempotencyKeyHeader();
  }

  @Bean
  ExampleCustomizer exampleCustomizer(Examples examples) {
    return new ExampleCustomizer(examples);
  }

  @Bean
  StableOrder stableOrder() {
    return new StableOrder();
  }
}
