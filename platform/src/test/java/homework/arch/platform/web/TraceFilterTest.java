package homework.arch.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.platform.LogContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

class TraceFilterTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String ORDER = "0f8fad5b-d9cb-469f-a165-70867728950e";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-" + TRACE + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-00",
        "cc-" + TRACE + "-00f067aa0ba902b7-01",
        "cc-" + TRACE + "-00f067aa0ba902b7-01-what.the.future.will.be.like"
      })
  void goesOnWithTheTraceOfTheCaller(String traceparent) {
    assertThat(TraceFilter.traceId(traceparent)).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        TRACE,
        "00-" + TRACE + "-00f067aa0ba902b7-01-more",
        "cc-" + TRACE + "-00f067aa0ba902b7-01.more",
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-01\nforged"
      })
  void beginsATraceWhereTheCallersIsNone(String traceparent) {
    assertThat(TraceFilter.traceId(traceparent))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(TRACE)
        .isNotEqualTo(TraceFilter.traceId(traceparent));
  }

  @Test
  void namesTheTraceAndTheOrderOfTheRequestAndForgetsThemAfterIt() throws Exception {
    MockHttpServletRequest request = requestOf(ORDER);
    request.addHeader(TraceFilter.HEADER, "00-" + TRACE + "-00f067aa0ba902b7-01");
    MockHttpServletResponse response = new MockHttpServletResponse();
    new TraceFilter()
        .doFilter(
            request,
            response,
            (any, other) -> {
              new OrderInLog().preHandle(request, response, this);
              assertThat(MDC.getCopyOfContextMap())
                  .isEqualTo(Map.of(LogContext.TRACE_ID, TRACE, LogContext.ORDER_ID, ORDER));
            });
    assertThat(MDC.get(LogContext.TRACE_ID)).isNull();
    assertThat(MDC.get(LogContext.ORDER_ID)).isNull();
  }

  @Test
  void namesNoOrderThatIsNone() {
    new OrderInLog().preHandle(requestOf("x\nforged=line"), new MockHttpServletResponse(), this);
    assertThat(MDC.get(LogContext.ORDER_ID)).isNull();
  }

  private static MockHttpServletRequest requestOf(String orderId) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setAttribute(
        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of("orderId", orderId));
    return request;
  }
}
