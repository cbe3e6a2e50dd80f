package homework.arch.platform.operatorlog;

import homework.arch.platform.ProcessorDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** The deeds of operators, in a table that all processes of a service share. */
final class OperatorLog {

  private static final Logger log = LoggerFactory.getLogger(OperatorLog.class);

  static final String SCHEMA = "operator_log";

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Duration keep;

  /**
   * @param database not that of callers, who may take all of their connections
   * @param keep for how long deeds are remembered
   */
  OperatorLog(
      ProcessorDatabase database, Clock clock, @Value("${arch.operator-log.keep}") Duration keep) {
    this.jdbc = database.client();
    this.clock = clock;
    this.keep = keep;
  }

  /** What came of it. */
  enum Outcome {
    /** It is under way, or the process ended meanwhile. */
    BEGUN,
    DONE,
    /** It was not possible, and nothing was done. */
    REFUSED,
    /** It failed, or a part of it. */
    FAILED;

    static Outcome of(@Nullable Integer status) {
      if (status == null) {
        return BEGUN;
      }
      return status < 400 ? DONE : status < 500 ? REFUSED : FAILED;
    }
  }

  /**
   * @param who the subject of a token, or anonymous
   * @param what the method and the path
   * @param status the HTTP status
   */
  record Deed(
      long id,
      Instant at,
      String who,
      String address,
      String what,
      Outcome outcome,
      @Nullable Integer status,
      @Nullable Instant endedAt) {}

  /** Returns its id. */
  long begin(String who, String address, String what) {
    return jdbc.sql(
            """
            insert into operator_log.deed (at, who, address, what) values (?, ?, ?, ?)
            returning id""")
        .params(now(), who, address, what)
        .query(Long.class)
        .single();
  }

  void end(long id, int status) {
    jdbc.sql("update operator_log.deed set status = ?, ended_at = ? where id = ?")
        .params(status, now(), id)
        .update();
  }

  long count() {
    return jdbc.sql("select count(*) from operator_log.deed").query(Long.class).single();
  }

  /** The newest first. */
  List<Deed> list(int size, int skipped) {
    return jdbc.sql(
            """
            select id, at, who, address, what, status, ended_at from operator_log.deed
            order by id desc limit ? offset ?""")
        .params(size, skipped)
        .query(
            (row, number) -> {
              Integer status = row.getObject("status", Integer.class);
              Timestamp endedAt = row.getTimestamp("ended_at");
              return new Deed(
                  row.getLong("id"),
                  row.getTimestamp("at").toInstant(),
                  row.getString("who"),
                  row.getString("address"),
                  row.getString("what"),
                  Outcome.of(status),
                  status,
                  endedAt == null ? null : endedAt.toInstant());
            })
        .list();
  }

  /** Few at a time, so that no lock is held for long. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void forget() {
    try {
      jdbc.sql(
              """
              delete from operator_log.deed where id in (
                select id from operator_log.deed where at < ?
                order by at limit ? for update skip locked)""")
          .params(Timestamp.from(clock.instant().minus(keep)), FORGOTTEN_AT_ONCE)
          .update();
    } catch (DataAccessException e) {
      log.debug("Old deeds of operators cannot be forgotten now", e);
    }
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
