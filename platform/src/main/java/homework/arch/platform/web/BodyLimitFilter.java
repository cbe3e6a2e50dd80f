package homework.arch.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Refuses bodies over the limit: at once where the length is told, else while they are read. */
final class BodyLimitFilter extends OncePerRequestFilter {

  /** In bytes. */
  static final int LIMIT = 64 * 1024;

  private final JsonMapper json;

  BodyLimitFilter(JsonMapper json) {
    this.json = json;
  }

  static ProblemDetail problem() {
    return ProblemType.BODY_TOO_LARGE.detail("A body has at most 64 KiB.");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > LIMIT) {
      ProblemDetail problem = problem();
      problem.setInstance(Problems.instance(request.getRequestURI()));
      response.setStatus(problem.getStatus());
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(json.writeValueAsBytes(problem));
      return;
    }
    chain.doFilter(new LimitedRequest(request), response);
  }

  /** The body turned out to be over the limit. */
  static final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class LimitedRequest extends HttpServletRequestWrapper {

    LimitedRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedInputStream(super.getInputStream());
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class LimitedInputStream extends ServletInputStream {

    private final ServletInputStream body;
    private long count;

    LimitedInputStream(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int octet = body.read();
      return octet < 0 ? octet : counted(octet, 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = body.read(buffer, offset, length);
      return read < 0 ? read : counted(read, read);
    }

    private int counted(int result, int bytes) throws BodyTooLargeException {
      count += bytes;
      if (count > LIMIT) {
        throw new BodyTooLargeException();
      }
      return result;
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
