package homework.arch.notification.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import homework.arch.api.notification.NotificationSent;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.regex.Pattern;

/**
 * A notification as a message for SMTP: plain text. It is the same at every attempt, its Message-ID
 * included, so that a receiver can tell a double.
 */
final class Mail extends MimeMessage {

  /** Whatever an event may hold, a header is one line. */
  private static final Pattern BREAKS_LINE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  private final String id;

  Mail(Session session, InternetAddress sender, InternetAddress recipient, NotificationSent content)
      throws MessagingException {
    super(session);
    String sentBy = sender.getAddress();
    id = "<" + content.notificationId() + sentBy.substring(sentBy.lastIndexOf('@')) + ">";
    setFrom(sender);
    setRecipient(Message.RecipientType.TO, recipient);
    setSubject(BREAKS_LINE.matcher(content.subject()).replaceAll(" "), UTF_8.name());
    setSentDate(Date.from(content.createdAt()));
    setHeader("Auto-Submitted", "auto-generated");
    setText(content.text(), UTF_8.name());
    saveChanges();
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
