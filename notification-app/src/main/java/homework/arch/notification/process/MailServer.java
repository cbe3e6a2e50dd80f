package homework.arch.notification.process;

import homework.arch.api.notification.NotificationSent;
import homework.arch.platform.startup.CannotStartException;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The mail server, spoken to by SMTP. Spring's sender is asked for its settings only: it takes a
 * connection that breaks after the server has taken the mail for a failure, and the mail would go
 * twice.
 */
public final class MailServer {

  private static final Logger log = LoggerFactory.getLogger(MailServer.class);

  private static final int LONGEST_REPLY = 200;

  /** Servers like to repeat the address. */
  private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>]+@[^\\s<>]+>?");

  private static final Pattern NO_TEXT = Pattern.compile("[\\p{C}\\p{Z}]+");

  private final JavaMailSenderImpl settings;
  private final InternetAddress sender;

  private MailServer(JavaMailSenderImpl settings, InternetAddress sender) {
    this.settings = settings;
    this.sender = sender;
    // The library answers nonsense after the farewell with a farewell, for ever.
    settings
        .getJavaMailProperties()
        .setProperty("mail.%s.quitwait".formatted(settings.getProtocol()), "false");
  }

  /**
   * @param from whom the mail is from, as {@code shop@example.org} or {@code Shop
   *     <shop@example.org>}
   */
  public static MailServer of(JavaMailSenderImpl settings, String from) {
    try {
      return new MailServer(settings, sender(from));
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
    sender.setPersonal(written.getPersonal(), StandardCharsets.UTF_8.name());
    return sender;
  }

  /** Tries it once. */
  Handover handOver(NotificationSent mail) {
    try {
      InternetAddress recipient = MailAddress.of(mail.email());
      return handOver(new Mail(settings.getSession(), sender, recipient, mail), recipient);
    } catch (AddressException e) {
      return Handover.refused("The address is none that mail can be sent to.");
    } catch (MessagingException e) {
      log.error("Mail {} cannot be written", mail.notificationId(), e);
      return Handover.refused("The mail cannot be written.");
    }
  }

  private Handover handOver(Mail mail, InternetAddress recipient) {
    try {
      Transport transport = settings.getSession().getTransport(settings.getProtocol());
      try {
        transport.connect(
            settings.getHost(), settings.getPort(), settings.getUsername(), settings.getPassword());
        transport.sendMessage(mail, new Address[] {recipient});
        return Handover.sent();
      } finally {
        close(transport);
      }
    } catch (MessagingException e) {
      return notTaken(e, recipient.getAddress());
    }
  }

  /** Whatever comes of the farewell, what was taken is taken. */
  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      log.debug("The mail server did not say good-bye", e);
    }
  }

  private static Handover notTaken(MessagingException failure, String address) {
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
      if (cause instanceof AuthenticationFailedException) {
        return Handover.deferred("The mail server refused the log-in.");
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
    return settings.getHost() + ":" + settings.getPort();
  }
}
