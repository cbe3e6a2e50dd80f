package homework.arch.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.Refused;
import homework.arch.platform.axon.Unavailable;
import homework.arch.testing.Problem;
import io.axoniq.axonserver.connector.AxonServerException;
import io.axoniq.axonserver.connector.ErrorCategory;
import io.axoniq.axonserver.grpc.ErrorMessage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.ErrorCode;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.lifecycle.ShutdownInProgressException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.axonframework.queryhandling.QueryExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/** What callers hear of failures that are not their own doing. */
@WebMvcTest(properties = "logging.level.homework.arch.platform.web.ProblemHandler=off")
@ContextConfiguration(classes = ProblemHandlerTest.FailingController.class)
@ImportAutoConfiguration(WebPlatform.class)
class ProblemHandlerTest {

  @RestController
  static class FailingController {

    private Exception failure = new IllegalStateException();

    @GetMapping("/at-once")
    String atOnce() throws Exception {
      throw failure;
    }

    @GetMapping("/later")
    CompletableFuture<String> later() {
      return CompletableFuture.<String>failedFuture(failure).thenApply(String::trim);
    }
  }

  @Autowired private FailingController controller;
  @Autowired private MockMvcTester http;

  static Stream<Exception> failuresToReachAService() {
    Exception refusedByPeer = new ConnectException("Connection refused: /10.0.0.7:8124");
    return Stream.of(
        new NoHandlerForCommandException("No handler for homework.arch.api.order.PlaceOrder"),
        new NoHandlerForQueryException("No handler for homework.arch.api.user.FindUser"),
        new TimeoutException(),
        new CompletionException(new TimeoutException()),
        new SQLTransientConnectionException("HikariPool-1 - Connection is not available"),
        new CannotGetJdbcConnectionException("Failed to obtain JDBC Connection"),
        new CannotCreateTransactionException("Could not open JPA EntityManager for transaction"),
        new CommandExecutionException("", new SQLTransientConnectionException("HikariPool-1")),
        new ConcurrencyException("An event for aggregate [account-1] was already inserted"),
        // From another process, where something was away.
        ErrorCode.COMMAND_EXECUTION_ERROR.convert(
            ErrorMessage.getDefaultInstance(), () -> Unavailable.Fault.UNAVAILABLE),
        new EventStoreException(
            "Error occurred while communicating with Axon Server",
            new StatusRuntimeException(Status.UNAVAILABLE)),
        // The database ended it: a statement that took too long, or waited for a lock.
        new EventStoreException("Failed to append", new SQLException("canceled", "57014")),
        new EventStoreException("Failed to append", new SQLException("no lock", "55P03")),
        new UncategorizedSQLException("query", "select", new SQLException("no lock", "55P03")),
        new ShutdownInProgressException("Cannot dispatch new commands"),
        ErrorCode.CONNECTION_FAILED.convert(refusedByPeer),
        ErrorCode.COMMAND_DISPATCH_ERROR.convert(refusedByPeer),
        ErrorCode.QUERY_DISPATCH_ERROR.convert(refusedByPeer),
        new AxonServerException(
            ErrorCategory.COMMAND_DISPATCH_ERROR,
            "Received exception while dispatching command",
            "order-app"));
  }

  @ParameterizedTest
  @MethodSource("failuresToReachAService")
  void aServiceThatCannotBeReachedMayBeAskedAgainInAMoment(Exception failure) {
    controller.failure = failure;

    for (String path : new String[] {"/at-once", "/later"}) {
      MvcTestResult answer = http.get().uri(path).exchange();

      assertThat(Problem.in(answer))
          .isEqualTo(
              Problem.of(ProblemType.SERVICE_UNAVAILABLE, "Please try again in a moment.", path));
      assertThat(answer).hasHeader(HttpHeaders.RETRY_AFTER, "2");
    }
  }

  @Test
  void anAnswerThatTakesTooLongMayBeAskedForAgainAsWell() {
    controller.failure = new AsyncRequestTimeoutException();

    MvcTestResult answer = http.get().uri("/at-once").exchange();

    assertThat(Problem.in(answer))
        .isEqualTo(Problem.of(ProblemType.SERVICE_UNAVAILABLE, "Service Unavailable.", "/at-once"));
    assertThat(answer).hasHeader(HttpHeaders.RETRY_AFTER, "2");
  }

  static Stream<Exception> unexpectedFailures() {
    return Stream.of(
        new IllegalStateException("password=secret"),
        new NullPointerException(),
        new DataIntegrityViolationException("could not execute statement [insert into user_view]"),
        new CommandExecutionException("homework.arch.api.order.OrderPlaced is gone", null),
        new QueryExecutionException("org.hibernate.exception.SQLGrammarException", null),
        new CommandExecutionException("", null, "details that are no reason to refuse"),
        ErrorCode.COMMAND_EXECUTION_ERROR.convert(new IllegalStateException("password=secret")));
  }

  @ParameterizedTest
  @MethodSource("unexpectedFailures")
  void ofAnUnexpectedFailureTheCallerHearsNothingButThatThereWasOne(Exception failure) {
    controller.failure = failure;

    for (String path : new String[] {"/at-once", "/later"}) {
      MvcTestResult answer = http.get().uri(path).exchange();

      assertThat(Problem.in(answer))
          .isEqualTo(
              Problem.of(
                  ProblemType.INTERNAL_ERROR, "It has been logged. Please try again.", path));
      assertThat(answer).doesNotContainHeader(HttpHeaders.RETRY_AFTER);
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(Refused.Reason.EMAIL_TAKEN, ProblemType.EMAIL_TAKEN, 409),
        Arguments.of(Refused.Reason.ACCOUNT_NOT_FOUND, ProblemType.NOT_FOUND, 404),
        Arguments.of(Refused.Reason.ORDER_NOT_FOUND, ProblemType.NOT_FOUND, 404),
        Arguments.of(Refused.Reason.USER_NOT_FOUND, ProblemType.NOT_FOUND, 404),
        Arguments.of(Refused.Reason.MONEY_ON_ACCOUNT, ProblemType.MONEY_ON_ACCOUNT, 409),
        Arguments.of(Refused.Reason.ORDER_UNDER_WAY, ProblemType.ORDER_UNDER_WAY, 409),
        Arguments.of(Refused.Reason.ORDER_NOT_APPROVED, ProblemType.ORDER_NOT_APPROVED, 409),
        Arguments.of(Refused.Reason.ID_REUSED, ProblemType.IDEMPOTENCY_KEY_REUSED, 422));
  }

  /** Through Axon Server only the details of a refusal arrive, in an exception of another class. */
  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsTheSameFromThisProcessAndFromAnother(
      Refused.Reason reason, ProblemType type, int status) {
    Exception here = new Refused(reason, "Because.");
    Exception there = new CommandExecutionException("Because.", new RuntimeException(), reason);

    for (Exception failure : new Exception[] {here, there, new CompletionException(here)}) {
      controller.failure = failure;
      for (String path : new String[] {"/at-once", "/later"}) {
        MvcTestResult answer = http.get().uri(path).exchange();

        assertThat(Problem.in(answer)).isEqualTo(Problem.of(type, "Because.", path));
        assertThat(answer).hasStatus(status);
      }
    }
  }

  static Stream<Refused.Reason> everyReason() {
    return Stream.of(Refused.Reason.values());
  }

  @ParameterizedTest
  @MethodSource("everyReason")
  void everyReasonToRefuseHasItsProblem(Refused.Reason reason) {
    assertThat(refusals().map(row -> row.get()[0])).contains(reason);
  }
}
