package homework.arch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  private static final Money MOST = new Money(Long.MAX_VALUE);

  @Test
  void tenKopecksAndTwentyKopecksAreExactlyThirty() {
    assertThat(rub("0.1").plus(rub("0.2"))).isEqualTo(rub("0.3"));
    assertThat(rub("0.3").minus(rub("0.2"))).isEqualTo(rub("0.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "900,        90000,               900,                  900.00",
    "900.00,     90000,               900,                  900.00",
    "900.5,      90050,               900.5,                900.50",
    "900.05,     90005,               900.05,               900.05",
    "0.01,       1,                   0.01,                 0.01",
    "0,          0,                   0,                    0.00",
    "0.1000,     10,                  0.1,                  0.10",
    "1e2,        10000,               100,                  100.00",
    "1000000000, 100000000000,        1000000000,           1000000000.00",
    "92233720368547758.07, 9223372036854775807, 92233720368547758.07, 92233720368547758.07",
  })
  void aDecimalNumberIsKeptInMinorUnitsAndWrittenBackWithoutTrailingZeros(
      String read, long minorUnits, String written, String told) {
    Money money = rub(read);

    assertThat(money).isEqualTo(new Money(minorUnits));
    assertThat(money.toDecimal().toString()).isEqualTo(written);
    assertThat(money).hasToString(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "900.555", "1e-3", "92233720368547758.08", "1e999999999"})
  void nothingIsRoundedAndNothingOverflows(String number) {
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> rub(number));
  }

  @Test
  void aSumIsNeverNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Money(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> rub("-0.01"));
    assertThatIllegalArgumentException().isThrownBy(() -> rub("1").minus(rub("1.01")));
    assertThatIllegalArgumentException().isThrownBy(() -> Money.ZERO.minus(MOST));

    assertThat(rub("1").minus(rub("1"))).isEqualTo(Money.ZERO);
  }

  @Test
  void twoSumsThatDoNotFitTogetherAreNotAdded() {
    assertThat(MOST.plus(Money.ZERO)).isEqualTo(MOST);
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> MOST.plus(rub("0.01")));
  }

  @Test
  void sumsAreComparedByTheirWorth() {
    assertThat(rub("9.99").isLessThan(rub("10"))).isTrue();
    assertThat(rub("10").isLessThan(rub("10.00"))).isFalse();
    assertThat(rub("10.01").isLessThan(rub("10"))).isFalse();
    assertThat(rub("9")).isLessThan(rub("10")).isEqualByComparingTo(rub("9.00"));
  }

  private static Money rub(String majorUnits) {
    return Money.ofDecimal(new BigDecimal(majorUnits));
  }
}
