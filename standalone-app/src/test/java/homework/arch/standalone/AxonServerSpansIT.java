package homework.arch.standalone;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of an order through the four services and Axon Server, see {@link SpansIT}. */
class AxonServerSpansIT {

  @TempDir private Path folder;

  @Test
  void anOrderIsOneTraceThroughAllServices() {
    String axonServer = AxonServer.addressOrLeaveOut("the trace through Axon Server");
    int port = AppProcess.freePort();
    GreenMail mail =
        new GreenMail(
            new ServerSetup(AppProcess.freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    Map<String, String> settings = new HashMap<>(TraceCollector.settings(port));
    settings.put("SPRING_MAIL_HOST", "127.0.0.1");
    settings.put("SPRING_MAIL_PORT", Integer.toString(mail.getSmtp().getPort()));
    settings.put("ARCH_MAIL_FROM", "mail@shop.example");
    try (TraceCollector collector = TraceCollector.start(port);
        EmbeddedDatabase database = TestDatabase.start(folder);
        FourServices services = new FourServices(folder, database, axonServer, settings)) {
      services.launchAll();
      services.forEach(service -> service.awaitReady().awaitCaughtUp());
      new TracedOrder(services.api(), collector).expectAllSpans(service -> service);
    } finally {
      mail.stop();
    }
  }
}
