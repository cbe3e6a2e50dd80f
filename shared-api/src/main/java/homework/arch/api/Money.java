package homework.arch.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * An exact sum of money in minor units (kopecks, cents) of the deployment's one currency.
 *
 * <p>In messages it is a JSON integer of minor units. What callers of the HTTP API write and read
 * is a decimal number, see {@link #ofDecimal} and {@link #toDecimal}.
 *
 * @param minorUnits the sum in hundredths, zero or more
 */
public record Money(@JsonValue long minorUnits) implements Comparable<Money> {

  public static final Money ZERO = new Money(0);

  private static final int DECIMALS = 2;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Money {
    if (minorUnits < 0) {
      throw new IllegalArgumentException("a sum of money is never negative: " + minorUnits);
    }
  }

  /**
   * The sum of a decimal number of major units, such as {@code 900.05}.
   *
   * @throws ArithmeticException if the number has more than two decimals or does not fit
   * @throws IllegalArgumentException if it is negative
   */
  public static Money ofDecimal(BigDecimal majorUnits) {
    return new Money(majorUnits.movePointRight(DECIMALS).longValueExact());
  }

  /**
   * This sum in major units, without trailing zeros: {@code 900}, {@code 900.5}, {@code 900.05}.
   */
  public BigDecimal toDecimal() {
    BigDecimal decimal = BigDecimal.valueOf(minorUnits, DECIMALS).stripTrailingZeros();
    return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
  }

  /**
   * Both together.
   *
   * @throws ArithmeticException if the sum does not fit
   */
  public Money plus(Money other) {
    return new Money(Math.addExact(minorUnits, other.minorUnits));
  }

  /**
   * What is left after the other.
   *
   * @throws IllegalArgumentException if there is less than {@code other}
   */
  public Money minus(Money other) {
    return new Money(minorUnits - other.minorUnits);
  }

  public boolean isLessThan(Money other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(minorUnits, other.minorUnits);
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(minorUnits, DECIMALS).toPlainString();
  }
}
