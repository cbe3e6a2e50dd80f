package homework.arch.platform.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeadHistoryTest {

  private static final Instant BEGIN = Instant.parse("2026-11-26T12:00:00Z");

  private final HeadHistory heads = new HeadHistory();

  private static Instant at(long second) {
    return BEGIN.plusSeconds(second);
  }

  private long late(long position, long second) {
    return heads.lateness(position, at(second)).toSeconds();
  }

  @Test
  void whoIsAtTheHeadIsNotLateHoweverLongNothingHappens() {
    assertThat(late(-1, 0)).isZero();
    heads.look(7, at(0));
    heads.look(7, at(60));
    assertThat(late(7, 60)).isZero();
  }

  @Test
  void whoIsBehindIsAsLateAsHisNextEventIsOld() {
    heads.look(10, at(0));
    heads.look(20, at(5));
    heads.look(20, at(6));
    heads.look(30, at(9));
    assertThat(late(9, 10)).isEqualTo(10);
    assertThat(late(10, 10)).isEqualTo(5);
    assertThat(late(19, 10)).isEqualTo(5);
    assertThat(late(20, 10)).isEqualTo(1);
    assertThat(late(30, 10)).isZero();
  }

  @Test
  void whatNobodyIsBehindOfIsForgotten() {
    heads.look(10, at(0));
    heads.look(20, at(5));
    heads.forgetUpTo(15);
    assertThat(late(15, 10)).isEqualTo(5);
    assertThat(late(9, 10)).isEqualTo(5);
  }

  /** Who catches up from there is told to be a day late, until he is less. */
  @Test
  void whoStandsForDaysIsAsLate() {
    int days = 3 * 24 * 3600;
    for (int second = 0; second <= days; second++) {
      heads.look(second + 1, at(second));
    }
    assertThat(late(0, days)).isEqualTo(days);
    assertThat(late(days, days)).isBetween(0L, 1L);
    assertThat(heads.lateness(days / 2, at(days)))
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    assertThat(late(days - 600, days)).isEqualTo(600);
  }
}
