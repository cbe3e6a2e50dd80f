package homework.arch.platform.axon;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.user.RegisterUser;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is stored and what other processes read is held against the JSON in {@code approved/}: it
 * must be written like that for ever, and what was written can still be read. The stored name of a
 * message is the name of its class, so that is approved as well.
 *
 * <p>The JSON of a new message, or of an old one in a new form, is found in {@code
 * target/received/}; to approve it is to copy it.
 */
class MessageJsonTest {

  private static final String API = "homework.arch.api";
  private static final Set<Class<?>> NOT_SENT = Set.of(DerivedId.class, Refused.class);

  private static final Path APPROVED = Path.of("src/test/resources/approved");
  private static final Path RECEIVED = Path.of("target/received");

  /** As Axon's auto-configuration makes it. */
  private static final Serializer SERIALIZER =
      Jackson3Serializer.builder()
          .jsonMapperBuilderCustomizer(new AxonPlatform().jacksonForAxon())
          .build();

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** An approved file. */
  record Approved(String type, List<JsonNode> examples) {}

  static Stream<Class<?>> messages() {
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter((classFile, factory) -> true);
    return scan.findCandidateComponents(API).stream()
        .<Class<?>>map(
            found ->
                ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), null))
        .filter(type -> !NOT_SENT.contains(type));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isWrittenAsApproved(Class<?> type) throws IOException {
    String received =
        PRETTY.writeValueAsString(
                new Approved(
                    type.getName(),
                    Examples.of(type).stream().map(MessageJsonTest::written).toList()))
            + "\n";
    Files.createDirectories(RECEIVED);
    Files.writeString(RECEIVED.resolve(file(type)), received);

    assertThat(APPROVED.resolve(file(type)))
        .as("see %s", RECEIVED.resolve(file(type)))
        .content()
        .isEqualTo(received);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isReadAsItWasApproved(Class<?> type) throws IOException {
    Approved approved = PRETTY.readValue(APPROVED.resolve(file(type)), Approved.class);

    assertThat(approved.examples().stream().map(json -> read(approved.type(), json.toString())))
        .isEqualTo(Examples.of(type));
  }

  @Test
  void noMessageThatWasApprovedHasGone() throws IOException {
    try (Stream<Path> files = Files.list(APPROVED)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              messages().map(MessageJsonTest::file).collect(toCollection(TreeSet::new)));
    }
  }

  @Test
  void aFieldThatANewerProcessAddedIsIgnored() {
    assertThat(
            read(
                RegisterUser.class.getName(),
                """
                {"userId": "11111111-1111-4111-8111-111111111111", "name": "Ann",
                 "nickname": {"since": [2027]}, "email": "ann@example.com"}"""))
        .isEqualTo(
            new RegisterUser(
                UUID.fromString("11111111-1111-4111-8111-111111111111"), "Ann", "ann@example.com"));
  }

  /** Axon then hands the event to nobody; it must not be a reason to stand still. */
  @Test
  void aMessageOfAnUnknownClassIsToldFromAllOthers() {
    assertThat(read(API + ".order.OrderMislaid", "{}")).isInstanceOf(UnknownSerializedType.class);
  }

  @Test
  void moneyIsAnIntegerOfMinorUnitsAndNothingElse() {
    assertThat(read(Money.class.getName(), "90005")).isEqualTo(new Money(900_05));
    for (String json : List.of("900.05", "-1", "9223372036854775808", "\"x\"")) {
      assertThatExceptionOfType(SerializationException.class)
          .as(json)
          .isThrownBy(() -> read(Money.class.getName(), json));
    }
  }

  static Stream<Object> partsOfAxon() {
    TrackingToken gaps = GapAwareTrackingToken.newInstance(10, List.of(7L, 9L));
    TrackingToken start = GapAwareTrackingToken.newInstance(0, List.of());
    TrackingToken global = new GlobalSequenceTrackingToken(42);
    return Stream.of(
        gaps,
        global,
        ReplayToken.createReplayToken(gaps, start),
        ReplayToken.createReplayToken(global),
        new MergedTrackingToken(start, gaps),
        new ConfigToken(Map.of("id", "the token store's")),
        MetaData.with("traceId", "1-2-3").and("correlationId", "4-5-6"));
  }

  @ParameterizedTest
  @MethodSource("partsOfAxon")
  void whatAxonStoresSurvivesBeingStored(Object stored) {
    assertThat(read(stored.getClass().getName(), written(stored).toString())).isEqualTo(stored);
  }

  /** Not of Axon, though it is a token. */
  record ForeignToken(long globalIndex) implements TrackingToken {

    @Override
    public TrackingToken lowerBound(TrackingToken other) {
      return this;
    }

    @Override
    public TrackingToken upperBound(TrackingToken other) {
      return this;
    }

    @Override
    public boolean covers(TrackingToken other) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {ForeignToken.class, AccountDebited.class, HashMap.class, URL.class})
  void aTokenNamesNoClassButAxonsOwn(Class<?> foreign) {
    String replay =
        """
        {"currentToken": {"@class": "%s", "globalIndex": 1},
         "tokenAtReset": {"@class": "%s", "globalIndex": 2}}""";
    String axons = GlobalSequenceTrackingToken.class.getName();

    assertThat(read(ReplayToken.class.getName(), replay.formatted(axons, axons)))
        .isEqualTo(
            ReplayToken.createReplayToken(
                new GlobalSequenceTrackingToken(2), new GlobalSequenceTrackingToken(1)));
    for (String json :
        List.of(
            replay.formatted(axons, foreign.getName()),
            replay.formatted(foreign.getName(), axons))) {
      assertThatExceptionOfType(SerializationException.class)
          .isThrownBy(() -> read(ReplayToken.class.getName(), json))
          .withCauseInstanceOf(InvalidTypeIdException.class);
    }
  }

  private static JsonNode written(Object message) {
    return PRETTY.readTree(SERIALIZER.serialize(message, byte[].class).getData());
  }

  private static Object read(String type, String json) {
    return SERIALIZER.deserialize(
        new SimpleSerializedObject<>(
            json.getBytes(StandardCharsets.UTF_8), byte[].class, type, null));
  }

  private static String file(Class<?> type) {
    return ClassUtils.getShortName(type) + ".json";
  }
}
