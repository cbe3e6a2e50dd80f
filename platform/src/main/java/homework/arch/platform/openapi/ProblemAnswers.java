package homework.arch.platform.openapi;

import static homework.arch.platform.web.ProblemType.BODY_TOO_LARGE;
import static homework.arch.platform.web.ProblemType.IDEMPOTENCY_KEY_REUSED;
import static homework.arch.platform.web.ProblemType.INTERNAL_ERROR;
import static homework.arch.platform.web.ProblemType.INVALID_REQUEST;
import static homework.arch.platform.web.ProblemType.NOT_ACCEPTABLE;
import static homework.arch.platform.web.ProblemType.SERVICE_UNAVAILABLE;
import static homework.arch.platform.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

import homework.arch.platform.web.IdempotencyKey;
import homework.arch.platform.web.ProblemType;
import homework.arch.platform.web.Problems.FieldProblem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Gives each operation the problems it can answer with: those of all operations, those of all
 * POSTs, and its own, which it {@link Refuses}.
 */
@Order(0)
final class ProblemAnswers implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

  private static final List<Case> OF_ALL =
      List.of(
          new Case(INVALID_REQUEST, "userId has the wrong type."),
          new Case(NOT_ACCEPTABLE, "Not Acceptable."),
          new Case(INTERNAL_ERROR, "It has been logged. Please try again."),
          new Case(SERVICE_UNAVAILABLE, "Please try again in a moment."));

  private static final List<Case> OF_POSTS =
      List.of(
          new Case(BODY_TOO_LARGE, "A body has at most 64 KiB."),
          new Case(UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type."),
          new Case(
              IDEMPOTENCY_KEY_REUSED,
              "This " + IdempotencyKey.HEADER + " was sent before with another body."));

  /** A problem, and an example of its detail. */
  private record Case(ProblemType type, String detail) {

    String status() {
      return String.valueOf(type.status().value());
    }

    Example example(String path) {
      return new Example()
          .value(
              new Problem(
                  type.urn(),
                  type.title(),
                  type.status().value(),
                  detail,
                  URI.create(path),
                  type == INVALID_REQUEST
                      ? List.of(new FieldProblem("userId", "has the wrong type"))
                      : null));
    }
  }

  private final Examples examples;

  ProblemAnswers(Examples examples) {
    this.examples = examples;
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    List<Case> common = operation.getRequestBody() == null ? OF_ALL : concat(OF_ALL, OF_POSTS);
    common.forEach(one -> operation.getResponses().addApiResponse(one.status(), reference(one)));
    ownCases(operation, handler).stream()
        .collect(Collectors.groupingBy(Case::status))
        .forEach(
            (status, own) ->
                operation
                    .getResponses()
                    .addApiResponse(
                        status,
                        answer(concat(own, withStatus(status, common)), path(operation, handler))));
    return operation;
  }

  private List<Case> ownCases(Operation operation, HandlerMethod handler) {
    Refuses refuses = handler.getMethodAnnotation(Refuses.class);
    if (refuses == null) {
      return List.of();
    }
    Map<String, Object> details = examples.refusals(operation.getOperationId());
    return Arrays.stream(refuses.value())
        .map(type -> new Case(type, String.valueOf(details.get(type.slug()))))
        .toList();
  }

  @Override
  public void customise(OpenAPI document) {
    ModelConverters.getInstance(true)
        .readAll(Problem.class)
        .forEach(document.getComponents()::addSchemas);
    String somePath =
        document.getPaths().keySet().iterator().next().replaceFirst("(/[^/]+).*", "$1");
    concat(OF_ALL, OF_POSTS)
        .forEach(
            one ->
                document
                    .getComponents()
                    .addResponses(one.type().slug(), answer(List.of(one), somePath)));
  }

  private static ApiResponse reference(Case common) {
    return new ApiResponse().$ref(common.type().slug());
  }

  /** One answer for all problems with the same status. */
  private static ApiResponse answer(List<Case> cases, String path) {
    MediaType form = new MediaType().schema(new JsonSchema().$ref("Problem"));
    cases.forEach(one -> form.addExamples(one.type().slug(), one.example(path)));
    ApiResponse answer =
        new ApiResponse()
            .description(
                cases.stream().map(one -> one.type().title()).collect(Collectors.joining("; or: ")))
            .content(new Content().addMediaType(APPLICATION_PROBLEM_JSON_VALUE, form));
    if (cases.get(0).type() == SERVICE_UNAVAILABLE) {
      answer.addHeaderObject(
          HttpHeaders.RETRY_AFTER,
          new Header()
              .description("After how many seconds to try again")
              .required(true)
              .schema(new JsonSchema().typesItem("integer").minimum(BigDecimal.ONE).example(2)));
    }
    return answer;
  }

  private static List<Case> withStatus(String status, List<Case> cases) {
    return cases.stream().filter(one -> one.status().equals(status)).toList();
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** The path of the operation, with the ids of the examples. */
  private String path(Operation operation, HandlerMethod handler) {
    String template =
        Stream.of(handler.getBeanType(), handler.getMethod())
            .map(place -> AnnotatedElementUtils.findMergedAnnotation(place, RequestMapping.class))
            .flatMap(mapping -> mapping == null ? Stream.of() : Arrays.stream(mapping.path()))
            .collect(Collectors.joining());
    return UriComponentsBuilder.fromPath(template)
        .build(examples.parameters(operation.getOperationId()))
        .toString();
  }
}
