package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import homework.arch.docs.AsyncApiDocument.Message;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the AsyncAPI document against the classes of the messages, their approved JSON, and the
 * services that send and handle them.
 */
class AsyncApiTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path APPROVED = Docs.ROOT.resolve("platform/src/test/resources/approved");
  private static final Map<String, String> TEXTS = AsyncApiDocument.texts();
  private static final AsyncApiDocument DOCUMENT = AsyncApiDocument.of(TEXTS);

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDialect(
          Dialects.getDraft7(),
          registry ->
              registry.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  @Test
  void theDocumentSaysWhatTheCodeDoes() {
    assertThat(AsyncApiRules.broken(DOCUMENT)).isEmpty();
  }

  /**
   * A difference that is planted in the document.
   *
   * @param told what the rules must say about it, a sentence a line
   */
  record Planted(String name, String file, String insteadOf, String text, String told) {

    AsyncApiDocument document() {
      Map<String, String> texts = new HashMap<>(TEXTS);
      assertThat(texts.get(file)).containsOnlyOnce(insteadOf);
      texts.computeIfPresent(file, (path, all) -> all.replace(insteadOf, text));
      return AsyncApiDocument.of(texts);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Planted> planted() {
    return Stream.of(
        new Planted(
            "a field too many",
            "messages/users.yaml",
            "        registeredAt:\n",
            """
                    nickname: {type: string}
                    registeredAt:
            """,
            """
            UserRegistered/properties/nickname is null in the code and {"type":"string"} in the document"""),
        new Planted(
            "a field that may be left out",
            "messages/orders.yaml",
            "required: [orderId, userId, price, placedAt, decideBy]",
            "required: [orderId, userId, price, placedAt]",
            """
            OrderPlaced/required is ["decideBy","orderId","placedAt","price","userId"] in the code and ["orderId","placedAt","price","userId"] in the document"""),
        new Planted(
            "a wrong type",
            "messages/accounts.yaml",
            "          type: boolean\n",
            "          type: string\n",
            """
            OperationRecorded/properties/accepted/type is "boolean" in the code and "string" in the document"""),
        new Planted(
            "money as a fraction",
            "messages/common.yaml",
            """
              Money:
                type: integer
                format: int64
            """,
            """
              Money:
                type: number
                format: int64
            """,
            """
            the schema Money/type is "integer" in the code and "number" in the document"""),
        new Planted(
            "a null that cannot be",
            "messages/notifications.yaml",
            "[string, 'null']\n        maxLength: 254",
            "string\n        maxLength: 254",
            """
            NotificationPage/properties/content/items/properties/email/type is ["string","null"] in the code and "string" in the document
            the schema NotificationView/properties/email/type is ["string","null"] in the code and "string" in the document"""),
        new Planted(
            "a missing constant",
            "messages/accounts.yaml",
            "enum: [INSUFFICIENT_FUNDS, ACCOUNT_NOT_FOUND]",
            "enum: [INSUFFICIENT_FUNDS]",
            """
            DebitRejected/properties/reason/enum is ["ACCOUNT_NOT_FOUND","INSUFFICIENT_FUNDS"] in the code and ["INSUFFICIENT_FUNDS"] in the document
            the schema DebitRejected.Reason/enum is ["ACCOUNT_NOT_FOUND","INSUFFICIENT_FUNDS"] in the code and ["INSUFFICIENT_FUNDS"] in the document"""),
        new Planted(
            "a wrong revision",
            "messages/orders.yaml",
            "      - $ref: 'common.yaml#/traits/revision1'\n",
            "",
            """
            OrderPlaced has the revision 1 in the code and null in the document"""),
        new Planted(
            "a missing message",
            AsyncApiDocument.MAIN,
            "      EmailClaimed: {$ref: 'messages/users.yaml#/messages/EmailClaimed'}\n",
            "",
            """
            events in the event store: the document does not have homework.arch.api.user.EmailClaimed
            EmailClaimed has neither a message nor a schema
            EmailClaimed is written down, and in no channel"""),
        new Planted(
            "a wrong name",
            "messages/accounts.yaml",
            "name: homework.arch.api.billing.FindAccount\n",
            "name: homework.arch.api.billing.FindBalance\n",
            """
            queries in the channels of queries: the document does not have homework.arch.api.billing.FindAccount
            queries in the channels of queries: the code does not have homework.arch.api.billing.FindBalance
            FindAccount has neither a message nor a schema
            addresses: the document does not have homework.arch.api.billing.FindBalance
            addresses: the code does not have homework.arch.api.billing.FindAccount"""),
        new Planted(
            "a message that no class has",
            "messages/orders.yaml",
            "schemas:\n",
            """
              OrderMislaid:
                name: homework.arch.api.order.OrderMislaid

            schemas:
            """,
            """
            OrderMislaid is written down, and in no channel"""),
        new Planted(
            "a missing value",
            "messages/common.yaml",
            "  Money:\n",
            "  Sum:\n",
            """
            Money has neither a message nor a schema"""),
        new Planted(
            "an address without a message",
            AsyncApiDocument.MAIN,
            "enum: [FindAddresses, FindUser, FindUsers, OpenTexts, SealTexts]",
            "enum: [FindAddresses, FindUser, OpenTexts, SealTexts]",
            """
            addresses: the document does not have homework.arch.api.user.FindUsers"""),
        new Planted(
            "a processor that is not there",
            AsyncApiDocument.MAIN,
            "  user-app.user-projection:\n",
            "  user-app.another-processor:\n",
            """
            handlers: the document does not have user-app user-projection UserErased
            handlers: the document does not have user-app user-projection UserRegistered
            handlers: the code does not have user-app another-processor UserErased
            handlers: the code does not have user-app another-processor UserRegistered"""),
        new Planted(
            "who sends as who handles",
            AsyncApiDocument.MAIN,
            """
              notification-app.sends.userQueries:
                action: send
            """,
            """
              notification-app.sends.userQueries:
                action: receive
            """,
            """
            senders: the document does not have notification-app FindAddresses
            senders: the document does not have notification-app OpenTexts
            senders: the document does not have notification-app SealTexts
            handlers: the code does not have notification-app FindAddresses
            handlers: the code does not have notification-app OpenTexts
            handlers: the code does not have notification-app SealTexts"""),
        new Planted(
            "a refusal that cannot be",
            AsyncApiDocument.MAIN,
            """
                  - $ref: '#/channels/accountCommands/messages/OpenAccount'
                reply:
                  channel: {$ref: '#/channels/answers'}
                  messages:
            """,
            """
                  - $ref: '#/channels/accountCommands/messages/OpenAccount'
                reply:
                  channel: {$ref: '#/channels/answers'}
                  messages:
                    - $ref: '#/channels/answers/messages/Refused'
            """,
            """
            answers of billing-app.handles.OpenAccount: the code does not have Refused"""),
        new Planted(
            "a missing answer",
            AsyncApiDocument.MAIN,
            """
                    - $ref: '#/channels/answers/messages/TimelineView'
                    - $ref: '#/channels/answers/messages/Nothing'

              order-app.publishes:
            """,
            """
                    - $ref: '#/channels/answers/messages/TimelineView'

              order-app.publishes:
            """,
            """
            answers of order-app.handles.FindTimeline: the document does not have Nothing"""));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void whatIsPlantedIsNamed(Planted planted) {
    assertThat(AsyncApiRules.broken(planted.document()))
        .containsExactlyElementsOf(planted.told().lines().toList());
  }

  static Collection<Path> approved() {
    return Docs.endingIn(".json").stream().filter(file -> file.startsWith(APPROVED)).toList();
  }

  @ParameterizedTest
  @MethodSource("approved")
  void whatIsApprovedIsAsTheDocumentHasIt(Path file) {
    JsonNode approved = JSON.readTree(Docs.read(file));
    assertThat(problems(DOCUMENT, approved)).isEmpty();
    // The first example has all fields.
    assertThat(approved.at("/examples/0").propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            form(DOCUMENT, approved).path("properties").propertyNames());
  }

  @Test
  void whatIsApprovedDoesNotFitALimitThatIsPlanted() {
    AsyncApiDocument planted =
        new Planted(
                "an address of one letter",
                "messages/common.yaml",
                "    maxLength: 254\n",
                "    maxLength: 1\n",
                "")
            .document();
    JsonNode approved = JSON.readTree(Docs.read(APPROVED.resolve("NotificationSent.json")));
    assertThat(problems(planted, approved))
        .singleElement()
        .asString()
        .contains("/email", "must be at most 1 characters long");
  }

  private static List<String> problems(AsyncApiDocument document, JsonNode approved) {
    Schema schema = SCHEMAS.getSchema(closed(form(document, approved)));
    return approved
        .required("examples")
        .valueStream()
        .flatMap(example -> schema.validate(example).stream())
        .map(Error::toString)
        .toList();
  }

  /** Of the message, or else of the value, that is written like this. */
  private static JsonNode form(AsyncApiDocument document, JsonNode approved) {
    String type = approved.required("type").asString();
    String shortName = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
    return document.messages().stream()
        .filter(message -> message.name().equals(type))
        .map(Message::payload)
        .findFirst()
        .or(() -> Optional.ofNullable(document.schema(shortName)))
        .orElseThrow(() -> new AssertionError(type + " is not in the document"));
  }

  /** A field that is not described is an error. */
  private static JsonNode closed(JsonNode schema) {
    JsonNode closed = schema.deepCopy();
    for (JsonNode object : closed.findParents("properties")) {
      ((ObjectNode) object).put("additionalProperties", false);
    }
    return closed;
  }
}
