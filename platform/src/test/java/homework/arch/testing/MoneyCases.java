package homework.arch.testing;

import static homework.arch.testing.Vocabulary.rub;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What an amount or a price may be in a body, and what is said of what it may not be. */
public final class MoneyCases {

  private MoneyCases() {}

  /** The JSON value, the sum that it is, and how that is written back. */
  public static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("0.1", rub("0.10"), "0.1"),
        arguments("0.2", rub("0.20"), "0.2"),
        arguments("0.01", rub("0.01"), "0.01"),
        arguments("900", rub(900), "900"),
        arguments("900.5", rub("900.50"), "900.5"),
        arguments("900.05", rub("900.05"), "900.05"),
        arguments("1.10", rub("1.10"), "1.1"),
        arguments("100.000000", rub(100), "100"),
        arguments("1e2", rub(100), "100"),
        arguments("12E-1", rub("1.20"), "1.2"),
        arguments("999999999.99", rub("999999999.99"), "999999999.99"),
        arguments("1000000000.00", rub(1_000_000_000), "1000000000"));
  }

  /** The JSON value, and what is wrong with it. */
  public static Stream<Arguments> refused() {
    return Stream.of(
        arguments("1000000000.01", "must be at most 1000000000.00"),
        arguments("1e10", "must be at most 1000000000.00"),
        arguments("1e999999999", "must be at most 1000000000.00"),
        arguments("1e99999999999", "has the wrong type"), // the exponent does not fit an int
        arguments("92233720368547758.08", "must be at most 1000000000.00"),
        arguments("0.001", "must have at most two decimals"),
        arguments("0.1000000000000000055511151231257827", "must have at most two decimals"),
        arguments("1e-999999999", "must have at most two decimals"),
        arguments("0", "must be greater than zero"),
        arguments("-0", "must be greater than zero"),
        arguments("0.00", "must be greater than zero"),
        arguments("0e999999999", "must be greater than zero"),
        arguments("-1", "must be greater than zero"),
        arguments("-0.01", "must be greater than zero"),
        arguments("-1e999999999", "must be greater than zero"),
        arguments("\"100\"", "is not a number"),
        arguments("\"\"", "is not a number"),
        arguments("true", "is not a number"),
        arguments("[100]", "is not a number"),
        arguments("{\"minorUnits\": 100}", "is not a number"),
        arguments("null", "is missing"));
  }

  /** What is no JSON at all, or a number that nobody means. */
  public static Stream<String> malformed() {
    return Stream.of(
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        ".5",
        "5.",
        "01",
        "1_000",
        "1e",
        "1,5",
        "--1",
        "1".repeat(65),
        "0." + "1".repeat(65));
  }
}
