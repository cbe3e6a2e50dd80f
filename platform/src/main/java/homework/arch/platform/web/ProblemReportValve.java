package homework.arch.platform.web;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/**
 * What Tomcat refuses before Spring sees it (a malformed request line, an illegal header), as a
 * problem detail instead of Tomcat's page. Tomcat makes it by name, hence public and without
 * parameters.
 */
public final class ProblemReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      Problems.write(ProblemType.ofStatus(HttpStatusCode.valueOf(status)), request, response);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      // The caller has gone, or the answer has begun: there is nobody to tell.
      container.getLogger().debug("could not write the error report", e);
    }
  }
}
