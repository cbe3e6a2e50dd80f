package homework.arch.platform.operatorlog;

import homework.arch.platform.ProcessorDatabase;
import homework.arch.platform.web.PageParameters;
import homework.arch.platform.web.PageResponse;
import jakarta.validation.Validator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The deeds of operators, in a table that all processes of a service share. {@code GET
 * /actuator/operatorlog?page=0&size=20} lists them, newest first.
 */
@Endpoint(id = "operatorlog")
final class OperatorLog {

  private static final Logger log = LoggerFactory.getLogger(OperatorLog.class);

  static final String SCHEMA = "operator_log";

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final JdbcClient jdbc;
  private final Validator validator;
  private final Duration keep;

  /**
   * @param database not that of callers, who may take all of their connections
   * @param keep for how long deeds are remembered
   */
  OperatorLog(
      ProcessorDatabase database,
      Validator validator,
      @Value("${arch.operator-log.keep}") Duration keep) {
    this.jdbc = database.client();
    this.validator = validator;
    this.keep = keep;
  }

  /**
   * @param who the subject of a token, or anonymous
   * @param what the method and the path
   * @param outcome BEGUN: it is under way, or the process ended meanwhile; DONE; REFUSED: nothing
   *     was done; FAILED: it, or a part of it
   * @param status the HTTP status
   */
  record Deed(
      long id,
      Instant at,
      String who,
      String address,
      String what,
      String outcome,
      @Nullable Integer status,
      @Nullable Instant endedAt) {}

  /** Returns its id. */
  long begin(String who, String address, String what) {
    return jdbc.sql(
            """
            insert into operator_log.deed (at, who, address, what) values (now(), ?, ?, ?)
            returning id""")
        .params(who, address, what)
        .query(Long.class)
        .single();
  }

  void end(long id, int status) {
    jdbc.sql("update operator_log.deed set status = ?, ended_at = now() where id = ?")
        .params(status, id)
        .update();
  }

  @ReadOperation
  WebEndpointResponse<Object> list(@Nullable Integer page, @Nullable Integer size) {
    PageParameters asked = new PageParameters(page, size);
    if (!validator.validate(asked).isEmpty()) {
      return new WebEndpointResponse<>(
          Map.of("error", "size must be from 1 to 200, and page times size at most 100000."), 400);
    }
    long total = jdbc.sql("select count(*) from operator_log.deed").query(Long.class).single();
    List<Deed> deeds =
        jdbc.sql(
                """
                select *, case
                    when status is null then 'BEGUN'
                    when status < 400 then 'DONE'
                    when status < 500 then 'REFUSED'
                    else 'FAILED' end as outcome
                from operator_log.deed order by id desc limit ? offset ?""")
            .params(asked.sizeOrDefault(), asked.pageOrDefault() * asked.sizeOrDefault())
            .query(Deed.class)
            .list();
    return new WebEndpointResponse<>(PageResponse.of(deeds, total, asked));
  }

  /** Few at a time, so that no lock is held for long. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void forget() {
    try {
      jdbc.sql(
              """
              delete from operator_log.deed where id in (
                select id from operator_log.deed where at < now() - make_interval(secs => ?)
                order by at limit ? for update skip locked)""")
          .params(keep.toSeconds(), FORGOTTEN_AT_ONCE)
          .update();
    } catch (DataAccessException e) {
      log.debug("Old deeds of operators cannot be forgotten now", e);
    }
  }
}
