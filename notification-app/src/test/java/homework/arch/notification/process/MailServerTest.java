package homework.arch.notification.process;

import static homework.arch.notification.process.Handover.Outcome.DEFERRED;
import static homework.arch.notification.process.Handover.Outcome.REFUSED;
import static homework.arch.testing.ScriptedMailServer.CUT;
import static homework.arch.testing.ScriptedMailServer.END;
import static homework.arch.testing.ScriptedMailServer.GREETING;
import static homework.arch.testing.ScriptedMailServer.SILENCE;
import static homework.arch.testing.Vocabulary.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetupTest;
import homework.arch.notification.domain.Letter;
import homework.arch.platform.startup.CannotStartException;
import homework.arch.testing.ScriptedMailServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailServerTest {

  private static final UUID MAIL = UUID.fromString("0a000000-0000-4000-8000-000000000000");
  private static final String ANN = "ann@example.com";
  private static final String MESSAGE_ID = "<" + MAIL + "@shop.example>";

  /** Above the time limit that is set here, and below what would be a hang. */
  private static final Duration PROMPT = Duration.ofSeconds(5);

  @RegisterExtension
  static final GreenMailExtension GREEN_MAIL =
      new GreenMailExtension(ServerSetupTest.SMTP.dynamicPort());

  private final ScriptedMailServer scripted = ScriptedMailServer.start();

  @AfterEach
  void stop() {
    scripted.close();
  }

  private static JavaMailSenderImpl settings(int port) {
    JavaMailSenderImpl settings = new JavaMailSenderImpl();
    settings.setProtocol("smtp");
    settings.setHost("127.0.0.1");
    settings.setPort(port);
    for (String limit : List.of("connectiontimeout", "timeout", "writetimeout")) {
      settings.getJavaMailProperties().setProperty("mail.smtp." + limit, "300");
    }
    return settings;
  }

  private static MailServer serverAt(int port) {
    return new MailServer(settings(port), "The shop <mail@shop.example>");
  }

  private static Letter mail(String address, String subject, String text) {
    return new Letter(MAIL, address, subject, text, NOW);
  }

  private Handover handOver(Letter mail) {
    return serverAt(scripted.port()).handOver(mail);
  }

  private Handover handOver() {
    return handOver(mail(ANN, "Hello", "How are you?"));
  }

  @Test
  void aMailArrivesAsItWasStored() throws MessagingException, IOException {
    String subject = "Ваш заказ оплачен 🦔 and a long, long subject that does not fit into a line";
    String text = "Спасибо!\n.\n.a line with a dot\r\n" + "long ".repeat(300) + "\n🦔";

    Handover handover = serverAt(GREEN_MAIL.getSmtp().getPort()).handOver(mail(ANN, subject, text));

    assertThat(handover).isEqualTo(Handover.sent());
    assertThat(GREEN_MAIL.getReceivedMessages()).hasSize(1);
    MimeMessage received = GREEN_MAIL.getReceivedMessages()[0];
    assertThat(received.getSubject()).isEqualTo(subject);
    assertThat(received.getContent().toString().stripTrailing().replace("\r\n", "\n"))
        .isEqualTo(text.replace("\r\n", "\n"));
    assertThat(received.getHeader("From")).containsExactly("The shop <mail@shop.example>");
    assertThat(received.getHeader("To")).containsExactly(ANN);
    assertThat(received.getHeader("Message-ID")).containsExactly(MESSAGE_ID);
    assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(received.getSentDate().toInstant()).isEqualTo(NOW.truncatedTo(ChronoUnit.SECONDS));
    assertThat(received.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
  }

  @Test
  void theSameMailIsTheSameMessage() {
    handOver();
    handOver();

    assertThat(scripted.messages()).hasSize(2);
    assertThat(scripted.messages().get(1)).isEqualTo(scripted.messages().get(0));
    assertThat(scripted.messages().get(0)).contains("Message-ID: " + MESSAGE_ID);
  }

  /** The library then writes the text anew, and with it the headers. */
  @Test
  void itIsTheSameMessageAlsoWhereTheServerTakesEightBits() {
    scripted.answers("EHLO", "250-well\r\n250 8BITMIME");
    JavaMailSenderImpl settings = settings(scripted.port());
    settings.getJavaMailProperties().setProperty("mail.smtp.allow8bitmime", "true");
    MailServer server = new MailServer(settings, "mail@shop.example");

    server.handOver(mail(ANN, "Заказ", "Спасибо!"));
    server.handOver(mail(ANN, "Заказ", "Спасибо!"));

    assertThat(scripted.messages()).hasSize(2);
    assertThat(scripted.messages().get(1)).isEqualTo(scripted.messages().get(0));
    assertThat(scripted.messages().get(0))
        .contains("Message-ID: " + MESSAGE_ID, "Content-Transfer-Encoding: 8bit");
  }

  @Test
  void aDomainInAnotherScriptIsWrittenAsInDns() {
    assertThat(handOver(mail("ann@пример.рф", "Hello", "Hi"))).isEqualTo(Handover.sent());
    assertThat(scripted.commands()).contains("RCPT TO:<ann@xn--e1afmkfd.xn--p1ai>");
  }

  static Stream<Arguments> answers() {
    String answered = "The mail server answered: ";
    String noAnswer = "The mail server gave no proper answer.";
    return Stream.of(
        arguments("RCPT", "550 5.1.1 no", REFUSED, answered + "550 5.1.1 no"),
        arguments("RCPT", "552 full", REFUSED, answered + "552 full"),
        arguments("RCPT", "554 no", REFUSED, answered + "554 no"),
        arguments("DATA", "554 no", REFUSED, answered + "554 no"),
        arguments(END, "550-spam\r\n550 go away", REFUSED, answered + "550-spam 550 go away"),
        arguments("RCPT", "421 later", DEFERRED, answered + "421 later"),
        arguments("RCPT", "450 later", DEFERRED, answered + "450 later"),
        arguments("DATA", "451 later", DEFERRED, answered + "451 later"),
        arguments(END, "452 later", DEFERRED, answered + "452 later"),
        // Not the mail's fault.
        arguments("MAIL", "550 who are you?", DEFERRED, answered + "550 who are you?"),
        arguments("MAIL", "530 log in", DEFERRED, answered + "530 log in"),
        arguments(GREETING, "554 no", DEFERRED, "The connection to the mail server failed."),
        arguments(GREETING, "421 later", DEFERRED, "The connection to the mail server failed."),
        // No mail server.
        arguments(GREETING, "HTTP/1.1 400 Bad Request", DEFERRED, null),
        arguments("MAIL", "what?", DEFERRED, noAnswer),
        arguments("RCPT", "\u0000\u0007", DEFERRED, noAnswer),
        arguments("DATA", "999 x", DEFERRED, noAnswer),
        arguments(END, "", DEFERRED, noAnswer));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatTheServerAnswersDecidesWhetherItIsTriedAgain(
      String command, String answer, Handover.Outcome outcome, @Nullable String cause) {
    scripted.answers(command, answer);

    Handover handover = handOver();

    assertThat(handover.outcome()).isEqualTo(outcome);
    assertThat(handover.cause()).isNotBlank();
    if (cause != null) {
      assertThat(handover.cause()).isEqualTo(cause);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GREETING, "EHLO", "MAIL", "RCPT", "DATA", END})
  void aServerThatHangsIsNotWaitedFor(String command) {
    scripted.answers(command, SILENCE);
    Instant start = Instant.now();

    assertThat(handOver()).isEqualTo(Handover.deferred("The mail server did not answer in time."));

    assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {GREETING, "EHLO", "MAIL", "RCPT", "DATA", END})
  void aConnectionThatBreaksMeansThatItIsTriedAgain(String command) {
    scripted.answers(command, CUT);

    assertThat(handOver().outcome()).isEqualTo(DEFERRED);
  }

  @ParameterizedTest
  @ValueSource(strings = {SILENCE, CUT, "what?", "500 stay"})
  void whatWasTakenIsTakenHoweverTheServerSaysGoodBye(String farewell) {
    scripted.answers("QUIT", farewell);

    assertThat(handOver()).isEqualTo(Handover.sent());
    assertThat(scripted.messages()).hasSize(1);
  }

  /** Spring's sender tells that as well by an exception. */
  @Test
  void whatWasTakenIsTakenThoughWeCannotSayGoodBye() {
    JavaMailSenderImpl breaking =
        new JavaMailSenderImpl() {
          @Override
          protected Transport getTransport(Session session) {
            return new SMTPTransport(session, new URLName("smtp", null, -1, null, null, null)) {
              @Override
              public synchronized void close() throws MessagingException {
                super.close();
                throw new MessagingException("The connection is broken.");
              }
            };
          }
        };
    breaking.setHost("127.0.0.1");
    breaking.setPort(scripted.port());
    MailServer server = new MailServer(breaking, "mail@shop.example");

    assertThat(server.handOver(mail(ANN, "Hello", "Hi"))).isEqualTo(Handover.sent());
    assertThat(scripted.messages()).hasSize(1);
    scripted.answers("RCPT", "550 no");
    assertThat(server.handOver(mail(ANN, "Hello", "Hi")).outcome()).isEqualTo(REFUSED);
  }

  @Test
  void nonsenseAndNothingElseMeansThatItIsTriedAgain() {
    List.of(GREETING, "EHLO", "HELO", "QUIT")
        .forEach(command -> scripted.answers(command, "what?"));

    assertThat(handOver().outcome()).isEqualTo(DEFERRED);
  }

  @Test
  void thatNobodyListensMeansThatItIsTriedAgain() {
    scripted.close();

    assertThat(handOver()).isEqualTo(Handover.deferred("The mail server could not be reached."));
  }

  @Test
  void aLogInThatIsRefusedIsNotTheMailsFault() {
    scripted.answers("EHLO", "250-well\r\n250 AUTH PLAIN").answers("AUTH", "535 no");
    JavaMailSenderImpl settings = settings(scripted.port());
    settings.getJavaMailProperties().setProperty("mail.smtp.auth", "true");
    settings.setUsername("shop");
    settings.setPassword("secret");

    assertThat(new MailServer(settings, "mail@shop.example").handOver(mail(ANN, "Hello", "Hi")))
        .isEqualTo(Handover.deferred("The mail server refused the log-in."));
    assertThat(scripted.messages()).isEmpty();
  }

  static Stream<Arguments> repliesWithAddresses() {
    return Stream.of(
        arguments("550 <ann@example.com>: no such user", "550 (address): no such user"),
        arguments("550 ANN@Example.COM is unknown", "550 (address) is unknown"),
        arguments("550 ann+x@mail.example.com, see a@b.c", "550 (address) see (address)"),
        arguments("550 \tno\u0007 " + "x".repeat(300), "550 no " + "x".repeat(193) + "…"));
  }

  @ParameterizedTest
  @MethodSource("repliesWithAddresses")
  void theCauseIsOneLineWithoutAddresses(String reply, String told) {
    scripted.answers("RCPT", reply);

    assertThat(handOver()).isEqualTo(Handover.refused("The mail server answered: " + told));
  }

  static Stream<String> linesInALine() {
    return Stream.of(
        "Hello\r\nBcc: eve@example.com",
        "Hello\nBcc: eve@example.com",
        "Hello\rBcc: eve@example.com",
        "Hello\r\n\r\nBcc: eve@example.com",
        "Hello\r\n Bcc: eve@example.com\r\nBcc: eve@example.com",
        "Hello\u2028Bcc: eve@example.com",
        "Hello\u2029Bcc: eve@example.com",
        "Hello\u0085Bcc: eve@example.com",
        "Hello\u000bBcc: eve@example.com",
        "Hello\u0000\r\nBcc: eve@example.com",
        // Letters whose lowest byte is a line break.
        "Hello\u010d\u010aBcc: eve@example.com",
        "Hello\u560d\u560aBcc: eve@example.com",
        "=?UTF-8?Q?Hello=0D=0ABcc:_eve@example.com?=",
        "Hello".repeat(100) + "\r\nBcc: eve@example.com");
  }

  /** As an old version, or who can write to the event store, may have stored it. */
  @ParameterizedTest
  @MethodSource("linesInALine")
  void noSubjectMakesAnotherHeaderOrRecipient(String subject) {
    assertThat(handOver(mail(ANN, subject, "How are you?"))).isEqualTo(Handover.sent());

    assertThat(scripted.commands())
        .filteredOn(command -> command.startsWith("RCPT"))
        .containsExactly("RCPT TO:<ann@example.com>");
    List<String> message = scripted.messages().get(0);
    assertThat(message).containsSubsequence("", "How are you?").endsWith("", "How are you?");
    assertThat(
            message.stream()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> !line.startsWith(" ") && !line.startsWith("\t"))
                .map(line -> line.split(":", 2)[0]))
        .containsExactlyInAnyOrder(
            "Date",
            "From",
            "To",
            "Message-ID",
            "Subject",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding");
  }

  @Test
  void noTextMakesACommandOrAHeader() {
    String text = "Bcc: eve@example.com\r\n.\r\nMAIL FROM:<eve@example.com>\r\n..\r\n";

    handOver(mail(ANN, "Hello", text));

    assertThat(scripted.commands().stream().map(command -> command.substring(0, 4)))
        .filteredOn(command -> !command.equals("QUIT"))
        .containsExactly("EHLO", "MAIL", "RCPT", "DATA");
    assertThat(scripted.messages()).hasSize(1);
    assertThat(scripted.messages().get(0))
        .endsWith("", "Bcc: eve@example.com", "..", "MAIL FROM:<eve@example.com>", "...");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ann",
        "@example.com",
        "ann@",
        "ann@example.com\r\nBcc: eve@example.com",
        "ann@example.com>\r\nRCPT TO:<eve@example.com",
        "ann@example.com\n",
        "ann@exam\u0000ple.com",
        "ann@example.com\u2028",
        "ann\u010d\u010aRCPT@example.com",
        "ann@example.com\u560d\u560aRCPT TO:<eve@example.com>",
        "ann@example\uff20eve.com",
        "анна@example.com",
        "ann@example.com,eve@example.com",
        "ann@example.com eve@example.com",
        "Ann <ann@example.com>",
        "<ann@example.com>",
        "ann@example.com (eve@example.com)",
        "friends:ann@example.com,eve@example.com;",
        "ann@example.com> SIZE=1 <"
      })
  void whatIsNotOneAddressIsRefusedUnsaid(String address) {
    assertThat(handOver(mail(address, "Hello", "Hi")))
        .isEqualTo(Handover.refused("The address is none that mail can be sent to."));
    assertThat(scripted.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "shop",
        "a@example.com, b@example.com",
        "Shop <mail@shop.example>\r\nBcc: eve@example.com"
      })
  void aSenderThatIsNoneIsToldInOneSentence(String from) {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> new MailServer(settings(25), from))
        .withMessageStartingWith("arch.mail.from must be the address that mail is from");
  }
}
