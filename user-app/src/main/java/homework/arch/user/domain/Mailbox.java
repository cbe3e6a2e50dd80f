package homework.arch.user.domain;

import java.net.IDN;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the spellings of one e-mail address have in common. Upper and lower case are the same, so
 * are composed and decomposed letters, and a domain in Unicode and in ASCII ({@code xn--…}).
 */
public record Mailbox(String local, String domain) {

  public static Mailbox of(String email) {
    int at = email.lastIndexOf('@') + 1;
    return new Mailbox(
        folded(email.substring(0, at)),
        // Left as it is where it cannot be a domain: what is valid is not decided here.
        folded(IDN.toUnicode(folded(email.substring(at)), IDN.ALLOW_UNASSIGNED)));
  }

  /** The one spelling that all others come down to; that of most addresses in lower case. */
  public String spelling() {
    return local + domain;
  }

  /**
   * The spelling, and behind it the others that people and programs write in lower case. For an
   * address in ASCII there are none.
   */
  public Set<String> spellings() {
    Set<String> spellings = new LinkedHashSet<>();
    for (Form form : new Form[] {Form.NFC, Form.NFD}) {
      String localInForm = Normalizer.normalize(local, form);
      spellings.add(localInForm + domain);
      spellings.add(localInForm + Normalizer.normalize(domain, Form.NFD));
      spellings.add(localInForm + inAscii(domain));
    }
    return spellings;
  }

  /** By way of upper case, since some small letters share a capital one. */
  private static String folded(String text) {
    String composed = Normalizer.normalize(text, Form.NFKC);
    return Normalizer.normalize(
        composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Form.NFKC);
  }

  private static String inAscii(String domain) {
    try {
      return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return domain;
    }
  }
}
