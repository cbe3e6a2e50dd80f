package homework.arch.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import homework.arch.standalone.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Holds answers against the document, and looks for what no answer may tell. */
final class AnswerJudge {

  /** What no answer may tell: of the code, of the database, of the machine. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\b(javax?|jakarta|sun|jdk|kotlin|homework|tools)\\.[a-z]"
              + "|\\borg\\.[a-z]+\\.[a-z]|\\bcom\\.[a-z]+\\.[a-z]"
              + "|Exception|Throwable|StackTrace|\\bat [\\w.$]+\\(|\\.java\\b|\\.class\\b"
              + "|(?i)tomcat|catalina|coyote|spring|jackson|hibernate|hikari|axon|postgres|jdbc"
              + "|sqlstate|\\bselect .+ from\\b|\\binsert into\\b|idempotency_key|user_view"
              + "|(?-i)/(home|root|tmp|usr|var|etc|proc)/|[A-Z]:\\\\");

  /** Headers that tell who serves, or that no answer of an API has. */
  private static final List<String> TELLING =
      List.of("server", "x-powered-by", "via", "set-cookie", "x-application-context");

  private final ApiDocument document;

  AnswerJudge(ApiDocument document) {
    this.document = document;
  }

  /** What is wrong with an answer. */
  List<String> problems(BadRequest request, RawHttp.Answer answer) {
    List<String> problems = new ArrayList<>();
    int status = answer.status();
    if (!request.statuses().contains(status)) {
      problems.add("is none of " + request.statuses());
    }
    if (status == 0) {
      return problems;
    }
    if (status >= 500 && status != 501 && status != 505) {
      problems.add("is a fault of ours");
    }
    String text = new String(answer.body(), UTF_8);
    if (!isDocumentation(request)) {
      Matcher inside = INSIDE.matcher(answer.head() + text);
      if (inside.find()) {
        problems.add("tells of the inside: " + inside.group());
      }
    }
    TELLING.stream()
        .filter(name -> answer.header(name).isPresent())
        .forEach(name -> problems.add("has the header " + name));
    if (status == 405 && answer.header("allow").isEmpty()) {
      problems.add("does not say what is allowed");
    }
    if (request.isHead()) {
      if (answer.body().length > 0) {
        problems.add("has a body");
      }
    } else if (status >= 400) {
      problems.addAll(problemsOfError(request, answer, text));
    } else if (request.operation() != null) {
      problems.addAll(problemsOfAnswer(request.operation(), answer, text));
    }
    return problems;
  }

  /** That of the API is full of what must not be told elsewhere. */
  private static boolean isDocumentation(BadRequest request) {
    return request.operation() == null
        && new String(request.bytes(), ISO_8859_1).matches("(?s)[A-Z]+ /(v3|swagger-ui).*");
  }

  private List<String> problemsOfError(BadRequest request, RawHttp.Answer answer, String text) {
    List<String> problems = new ArrayList<>();
    if (!answer.header("content-type").orElse("").equals("application/problem+json")
        && !answer
            .header("content-type")
            .orElse("")
            .equals("application/problem+json;charset=UTF-8")) {
      return List.of("is of the type " + answer.header("content-type").orElse("(none)"));
    }
    JsonNode body;
    try {
      body = DocumentedApi.JSON.readTree(text);
    } catch (JacksonException e) {
      return List.of("is no JSON");
    }
    problems.addAll(document.problems(document.problemSchema(), body));
    if (body.path("status").asInt(0) != answer.status()) {
      problems.add("says another status");
    }
    for (String field : List.of("title", "detail", "instance")) {
      if (body.path(field).asString("").isBlank()) {
        problems.add("has no " + field);
      }
    }
    for (JsonNode error : body.path("errors")) {
      if (error.path("field").asString("").isBlank()
          || error.path("message").asString("").isBlank()) {
        problems.add("has an error without a field or a message");
      }
    }
    String wrong = request.wrongField();
    if (wrong != null && answer.status() == 400) {
      boolean named = false;
      for (JsonNode error : body.path("errors")) {
        named |= (error.path("field").asString("") + ".").startsWith(wrong + ".");
      }
      if (!named) {
        problems.add("does not name " + wrong);
      }
    }
    return problems;
  }

  private List<String> problemsOfAnswer(Operation operation, RawHttp.Answer answer, String text) {
    JsonNode form =
        operation
            .answer(answer.status())
            .path("content")
            .path(answer.header("content-type").orElse("(none)"));
    if (form.isMissingNode()) {
      return List.of("is of the type " + answer.header("content-type").orElse("(none)"));
    }
    if (answer.header("content-type").orElse("").startsWith("text/event-stream")) {
      JsonNode stream = DocumentedApi.JSON.getNodeFactory().stringNode(text);
      return document.problems(form.get("schema"), stream);
    }
    try {
      return document.problems(form.get("schema"), DocumentedApi.JSON.readTree(text));
    } catch (JacksonException e) {
      return List.of("is no JSON");
    }
  }
}
