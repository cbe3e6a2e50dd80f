package homework.arch.platform.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Tomcat refuses before Spring sees it (a malformed request line, an illegal header), as a
 * problem detail instead of Tomcat's page. Tomcat makes it by name, hence public and without
 * parameters.
 */
public final class ProblemReportValve extends ErrorReportValve {

  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ProblemDetail problem = ProblemType.ofStatus(HttpStatusCode.valueOf(status));
    problem.setInstance(Problems.instance(request.getRequestURI()));
    byte[] body = JSON.writeValueAsBytes(problem);
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      // The caller has gone, or the answer has begun: there is nobody to tell.
      container.getLogger().debug("could not write the error report", e);
    }
  }
}
