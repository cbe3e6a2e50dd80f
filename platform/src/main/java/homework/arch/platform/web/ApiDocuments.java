package homework.arch.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Gives the OpenAPI documents of {@code docs/openapi}, which Swagger UI shows. */
@RestController
class ApiDocuments {

  private final List<String> services;
  private final Map<String, Map<String, Object>> read = new ConcurrentHashMap<>();
  private final Supplier<Map<String, Object>> merged = SingletonSupplier.of(this::merge);

  /**
   * @param services whose documents are given, in the order in which they are tried out
   */
  ApiDocuments(@Value("${arch.api-documents:}") List<String> services) {
    this.services = services;
  }

  /**
   * All of them as one: what services have in common is in each of their documents, and the same.
   */
  @GetMapping("/v3/api-docs")
  Map<String, Object> all() {
    return merged.get();
  }

  private Map<String, Object> merge() {
    Resource title = new ByteArrayResource("info: {title: arch-axon}".getBytes(UTF_8));
    Map<String, Object> all =
        read(Stream.concat(services.stream().map(this::document), Stream.of(title)));
    // A list is not merged, but replaced.
    all.put("tags", services.stream().map(this::ofService).flatMap(ApiDocuments::tags).toList());
    return all;
  }

  private static Stream<?> tags(Map<String, Object> document) {
    return ((List<?>) Objects.requireNonNull(document.get("tags"))).stream();
  }

  @GetMapping("/v3/api-docs/{service}")
  Map<String, Object> ofService(@PathVariable String service) {
    Resource document = document(service);
    return read.computeIfAbsent(service, key -> read(Stream.of(document)));
  }

  @GetMapping("/v3/api-docs.yaml/{service}")
  ResponseEntity<Resource> asItIsWritten(@PathVariable String service) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_YAML).body(document(service));
  }

  private Resource document(String service) {
    if (!services.contains(service)) {
      throw Problems.exception(ProblemType.NOT_FOUND, "Not Found.");
    }
    return new ClassPathResource("openapi/" + service + ".yaml");
  }

  private static Map<String, Object> read(Stream<Resource> documents) {
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(documents.toArray(Resource[]::new));
    return Objects.requireNonNull(yaml.getObject());
  }
}
