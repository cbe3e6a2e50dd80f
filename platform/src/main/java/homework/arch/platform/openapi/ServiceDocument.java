package homework.arch.platform.openapi;

import org.springdoc.core.models.GroupedOpenApi;

/** The OpenAPI document of one service, at {@code /v3/api-docs/<name>}. */
public final class ServiceDocument {

  private ServiceDocument() {}

  /**
   * @param name the first segment of the paths that the service answers
   */
  public static GroupedOpenApi of(String name) {
    return GroupedOpenApi.builder()
        .group(name)
        .pathsToMatch("/" + name + "/**")
        .addOpenApiCustomizer(document -> document.getInfo().setTitle("arch-axon: " + name))
        .build();
  }
}
