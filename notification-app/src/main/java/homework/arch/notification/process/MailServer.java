package homework.arch.notification.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import homework.arch.notification.domain.Letter;
import homework.arch.platform.startup.CannotStartException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.net.SocketTimeoutException;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The mail server, spoken to by SMTP, and what its answers mean. */
public final class MailServer {

  private static final Logger log = LoggerFactory.getLogger(MailServer.class);

  private static final int LONGEST_REPLY = 200;

  /** Servers like to repeat the address. */
  private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>]+@[^\\s<>]+>?");

  private static final Pattern NO_TEXT = Pattern.compile("[\\p{C}\\p{Z}]+");

  /** Whatever an event may hold, a header is one line. */
  private static final Pattern BREAKS_LINE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  private final JavaMailSenderImpl server;
  private final InternetAddress from;

  /**
   * @param from whom the mail is from, as {@code shop@example.org} or {@code Shop
   *     <shop@example.org>}
   */
  MailServer(JavaMailSenderImpl server, @Value("${arch.mail.from}") String from) {
    this.server = server;
    // The library answers nonsense after the farewell with a farewell, for ever.
    server
        .getJavaMailProperties()
        .setProperty("mail.%s.quitwait".formatted(server.getProtocol()), "false");
    try {
      this.from = sender(from);
    } catch (AddressException | UnsupportedEncodingException e) {
      throw new CannotStartException(
          "arch.mail.from must be the address that mail is from, as spring.mail.host is set; it is \"%s\"."
              .formatted(from),
          e);
    }
  }

  private static InternetAddress sender(String from)
      throws AddressException, UnsupportedEncodingException {
    if (from.chars().anyMatch(Character::isISOControl)) {
      throw new AddressException("more than a line");
    }
    InternetAddress written = new InternetAddress(from, true);
    InternetAddress sender = MailAddress.of(written.getAddress());
    sender.setPersonal(written.getPersonal(), UTF_8.name());
    return sender;
  }

  /** Tries it once. */
  Handover handOver(Letter mail) {
    try {
      InternetAddress recipient = MailAddress.of(mail.address());
      return handOver(message(mail, recipient), recipient.getAddress());
    } catch (AddressException e) {
      return Handover.refused("The address is none that mail can be sent to.");
    } catch (MessagingException e) {
      log.error("Mail {} cannot be written", mail.notificationId(), e);
      return Handover.refused("The mail cannot be written.");
    }
  }

  private Handover handOver(MimeMessage message, String address) {
    try {
      server.send(message);
      return Handover.sent();
    } catch (MailAuthenticationException e) {
      return Handover.deferred("The mail server refused the log-in.");
    } catch (MailSendException e) {
      // Where no message failed, the farewell did: what was taken is taken.
      return e.getFailedMessages().values().stream()
          .findFirst()
          .map(failure -> notTaken(failure, address))
          .orElseGet(Handover::sent);
    }
  }

  /**
   * Plain text, and the same at every attempt, its Message-ID included, so that a receiver can tell
   * a double.
   */
  private MimeMessage message(Letter mail, InternetAddress recipient) throws MessagingException {
    String sentBy = from.getAddress();
    String id = "<" + mail.notificationId() + sentBy.substring(sentBy.lastIndexOf('@')) + ">";
    MimeMessage message =
        new MimeMessage(server.getSession()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id); // the library would draw one, at each attempt
          }
        };
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, recipient);
    message.setSubject(BREAKS_LINE.matcher(mail.subject()).replaceAll(" "), UTF_8.name());
    message.setText(mail.text(), UTF_8.name());
    message.setSentDate(Date.from(mail.createdAt()));
    message.setHeader("Auto-Submitted", "auto-generated");
    // It is sent to whom its headers name, and these are read again for that.
    if (!List.of(message.getAllRecipients()).equals(List.of(recipient))) {
      throw new AddressException("more than an address");
    }
    return message;
  }

  private static Handover notTaken(Throwable failure, String address) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SMTPAddressFailedException refusal) {
        return reply(refusal.getReturnCode(), refusal.getMessage(), true, address);
      }
      if (cause instanceof SMTPSendFailedException refusal) {
        // Of the sender: our settings are wrong, and the mail is not.
        boolean ofTheMail = !refusal.getCommand().startsWith("MAIL");
        return reply(refusal.getReturnCode(), refusal.getMessage(), ofTheMail, address);
      }
      if (cause instanceof SocketTimeoutException) {
        return Handover.deferred("The mail server did not answer in time.");
      }
      if (cause instanceof MailConnectException) {
        return Handover.deferred("The mail server could not be reached.");
      }
    }
    return Handover.deferred("The connection to the mail server failed.");
  }

  private static Handover reply(
      int code, @Nullable String text, boolean ofTheMail, String address) {
    if (code < 400 || code > 599) {
      return Handover.deferred("The mail server gave no proper answer.");
    }
    String cause =
        "The mail server answered: "
            + withoutAddresses(Objects.requireNonNullElse(text, ""), address);
    return code >= 500 && ofTheMail ? Handover.refused(cause) : Handover.deferred(cause);
  }

  private static String withoutAddresses(String text, String address) {
    String line = NO_TEXT.matcher(text).replaceAll(" ").strip();
    String without =
        Pattern.compile(Pattern.quote(address), Pattern.CASE_INSENSITIVE)
            .matcher(ADDRESS.matcher(line).replaceAll("(address)"))
            .replaceAll("(address)");
    return without.length() <= LONGEST_REPLY ? without : without.substring(0, LONGEST_REPLY) + "…";
  }

  @Override
  public String toString() {
    return server.getHost() + ":" + server.getPort();
  }
}
