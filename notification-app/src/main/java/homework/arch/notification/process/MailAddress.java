package homework.arch.notification.process;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;

/** One address and nothing else: no list, no group, no name, no line break. */
final class MailAddress {

  private MailAddress() {}

  /**
   * An address in ASCII; a domain in another script is written as it is in DNS.
   *
   * <p>Other characters before the {@code @} would need a server with SMTPUTF8. They are not only
   * refused for that: the library writes the lowest byte of each character to the server, and there
   * are letters whose lowest byte is a line break.
   *
   * @throws AddressException if it is none
   */
  static InternetAddress of(String text) throws AddressException {
    String ascii = inAscii(text);
    if (!ascii.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new AddressException("a character that is not allowed in an address");
    }
    InternetAddress address = new InternetAddress(ascii, true);
    if (!ascii.equals(address.getAddress()) || address.isGroup()) {
      throw new AddressException("more than an address");
    }
    return address;
  }

  private static String inAscii(String text) throws AddressException {
    String domain = text.substring(text.lastIndexOf('@') + 1);
    if (domain.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    try {
      return text.substring(0, text.length() - domain.length())
          + IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException e) {
      throw new AddressException("a domain that cannot be");
    }
  }
}
