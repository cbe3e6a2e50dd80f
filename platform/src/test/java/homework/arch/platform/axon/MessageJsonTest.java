package homework.arch.platform.axon;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import homework.arch.api.DerivedId;
import homework.arch.api.Money;
import homework.arch.api.Refused;
import homework.arch.api.billing.AccountDebited;
import homework.arch.api.billing.OpenAccount;
import homework.arch.api.user.RegisterUser;
import homework.arch.api.user.Sealed;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.scheduling.ScheduleToken;
import org.axonframework.eventhandling.scheduling.java.SimpleScheduleToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.InstanceResponseType;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
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
  private static final Set<Class<?>> NOT_SENT =
      Set.of(DerivedId.class, Refused.class, Sealed.class);

  private static final Path APPROVED = Path.of("src/test/resources/approved");
  private static final Path RECEIVED = Path.of("target/received");

  /** A class that a service stores beside messages, such as a saga. */
  static final class Stored {}

  private static final List<StoredType> STORED = List.of(new StoredType(Stored.class));
  private static final Serializer SERIALIZER = MessageJson.serializer(STORED);
  private static final Serializer EVENT_SERIALIZER = MessageJson.eventSerializer(STORED);

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
                 "nickname": {"since": [2027]}, "email": "ann@example.com", "emailHash": "7",
                 "since": 2}"""))
        .isEqualTo(
            new RegisterUser(
                UUID.fromString("11111111-1111-4111-8111-111111111111"),
                "Ann",
                "ann@example.com",
                "7",
                2));
  }

  @Test
  void aCommandOfAVersionThatKnewOneRegistrationOpensTheAccountForTheFirst() {
    UUID ann = UUID.fromString("11111111-1111-4111-8111-111111111111");

    assertThat(read(OpenAccount.class.getName(), "{\"userId\": \"%s\"}".formatted(ann)))
        .isEqualTo(new OpenAccount(ann, 0L));
  }

  /**
   * Classes that are on the class path and no messages, and one that is not there. The last two are
   * in the package of the messages.
   */
  static Stream<String> unknownTypes() {
    return Stream.of(
        HashMap.class.getName(),
        URL.class.getName(),
        "javax.script.ScriptEngineManager",
        "org.springframework.context.support.ClassPathXmlApplicationContext",
        ScheduleToken.class.getName(),
        Trap.class.getName(),
        "[L" + AccountDebited.class.getName() + ";",
        "",
        "int",
        API + ".order.OrderMislaid",
        DerivedId.class.getName(),
        Refused.class.getName());
  }

  /** Tells when it is touched. */
  static final class Trap {

    static final class Sprung {

      private static final AtomicBoolean IS = new AtomicBoolean();

      private Sprung() {}
    }

    static {
      Sprung.IS.set(true);
    }
  }

  @ParameterizedTest
  @MethodSource("unknownTypes")
  void aTypeThatIsNotKnownIsAnErrorThatNamesIt(String type) {
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> read(type, "{}"))
        .withMessageContaining("'" + type + "' is not known here");
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> SERIALIZER.classForType(new SimpleSerializedType(type, null)))
        .withMessageContaining("'" + type + "' is not known here");
    assertThat(Trap.Sprung.IS).isFalse();
  }

  /**
   * Axon then hands it to nobody; it must be no reason for a processor to stand still. A message of
   * a later version becomes a dead letter, which tells of it.
   */
  @ParameterizedTest
  @MethodSource("unknownTypes")
  @ExtendWith(OutputCaptureExtension.class)
  void anEventThatIsNotKnownIsPassedOverAndToldOnce(String type, CapturedOutput output) {
    Serializer serializer = MessageJson.eventSerializer(STORED);
    for (int processor = 0; processor < 2; processor++) {
      assertThat(serializer.classForType(new SimpleSerializedType(type, null)))
          .isEqualTo(UnknownSerializedType.class);
      assertThat(read(serializer, type, "{}")).isInstanceOf(UnknownSerializedType.class);
    }
    assertThat(output.getOut().lines().filter(line -> line.contains("'" + type + "'")))
        .hasSize(type.startsWith(API + ".") ? 0 : 1)
        .allMatch(line -> line.contains("ERROR"));
    assertThat(Trap.Sprung.IS).isFalse();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anEventIsReadAsAnyMessage(Class<?> type) throws IOException {
    Approved approved = PRETTY.readValue(APPROVED.resolve(file(type)), Approved.class);

    assertThat(
            approved.examples().stream()
                .map(json -> read(EVENT_SERIALIZER, approved.type(), json.toString())))
        .isEqualTo(Examples.of(type));
  }

  @Test
  void whatAServiceStoresIsReadWhereItSaysSo() {
    assertThat(read(Stored.class.getName(), "{}")).isInstanceOf(Stored.class);
    Serializer ofAnother = MessageJson.serializer(List.of());
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> read(ofAnother, Stored.class.getName(), "{}"));
  }

  @Test
  void aQueryAsksForNoClassButAMessage() {
    String query = "{\"expectedResponseType\": \"%s\"}";
    String type = InstanceResponseType.class.getName();

    assertThat(read(type, query.formatted(AccountDebited.class.getName())))
        .isInstanceOfSatisfying(
            InstanceResponseType.class,
            asked -> assertThat(asked.getExpectedResponseType()).isEqualTo(AccountDebited.class));
    for (String unknown :
        List.of(Trap.class.getName(), HashMap.class.getName(), API + ".order.OrderMislaid")) {
      assertThatExceptionOfType(SerializationException.class)
          .isThrownBy(() -> read(type, query.formatted(unknown)))
          .havingCause()
          .withMessageContaining("'" + unknown + "' is not known here");
    }
    assertThat(Trap.Sprung.IS).isFalse();
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
  @ValueSource(
      classes = {
        ForeignToken.class,
        AccountDebited.class,
        HashMap.class,
        URL.class,
        SimpleScheduleToken.class
      })
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
    return read(SERIALIZER, type, json);
  }

  private static Object read(Serializer serializer, String type, String json) {
    return serializer.deserialize(
        new SimpleSerializedObject<>(
            json.getBytes(StandardCharsets.UTF_8), byte[].class, type, null));
  }

  private static String file(Class<?> type) {
    return ClassUtils.getShortName(type) + ".json";
  }
}
