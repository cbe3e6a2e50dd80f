package homework.arch.platform.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What nobody but the users of this computer can reach. */
public final class Loopback {

  private Loopback() {}

  /**
   * @param address a name or a literal; where a server listens, a blank one stands for all
   */
  public static boolean is(@Nullable String address) {
    try {
      return address != null
          && !address.isBlank()
          && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // whoever needs it will say so
    }
  }
}
