package homework.arch.platform.web;

import homework.arch.api.Money;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON that callers write and read. A value of the wrong JSON type is an error, and money is a
 * decimal number; messages between the services are written otherwise.
 */
@Configuration(proxyBeanMethods = false)
public class HttpJson {

  /** The highest amount or price that a caller may name: 1 000 000 000.00. */
  public static final Money MAX_AMOUNT = new Money(100_000_000_000L);

  private static final Pattern UUID_PATTERN =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  @Bean
  JsonMapperBuilderCustomizer strictJson() {
    return json ->
        json.withCoercionConfig(
                LogicalType.Textual,
                coercion ->
                    coercion
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(
                new SimpleModule("http")
                    .addSerializer(Money.class, new MoneySerializer())
                    .addDeserializer(Money.class, new MoneyDeserializer())
                    .addDeserializer(UUID.class, new UuidDeserializer()));
  }

  /** A value of the body that is wrong; the message is meant for the caller. */
  static final class InvalidValueException extends MismatchedInputException {

    private static final long serialVersionUID = 1L;

    InvalidValueException(JsonParser parser, String message) {
      super(parser, message);
    }
  }

  static final class MoneySerializer extends ValueSerializer<Money> {

    @Override
    public void serialize(Money money, JsonGenerator json, SerializationContext context) {
      json.writeNumber(money.toDecimal());
    }
  }

  static final class MoneyDeserializer extends ValueDeserializer<Money> {

    private static final int MAX_INTEGER_DIGITS = 10;
    private static final int MAX_DECIMALS = 2;

    @Override
    public Money deserialize(JsonParser json, DeserializationContext context) {
      if (!json.currentToken().isNumeric() || json.isNaN()) {
        throw new InvalidValueException(json, "is not a number");
      }
      BigDecimal number = json.getDecimalValue().stripTrailingZeros();
      if (number.signum() <= 0) {
        throw new InvalidValueException(json, "must be greater than zero");
      }
      if (number.scale() > MAX_DECIMALS) {
        throw new InvalidValueException(json, "must have at most two decimals");
      }
      // The digits are counted before any arithmetic: 1e999999999 is short to write.
      if ((long) number.precision() - number.scale() > MAX_INTEGER_DIGITS
          || MAX_AMOUNT.isLessThan(Money.ofDecimal(number))) {
        throw new InvalidValueException(json, "must be at most 1000000000.00");
      }
      return Money.ofDecimal(number);
    }
  }

  static final class UuidDeserializer extends ValueDeserializer<UUID> {

    @Override
    public UUID deserialize(JsonParser json, DeserializationContext context) {
      return parseUuid(json.currentToken().isScalarValue() ? json.getString() : "")
          .orElseThrow(() -> new InvalidValueException(json, "is not a UUID"));
    }
  }

  /** Only the full form: {@link UUID#fromString} takes 1-1-1-1-1 as well. */
  static Optional<UUID> parseUuid(String text) {
    return UUID_PATTERN.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
