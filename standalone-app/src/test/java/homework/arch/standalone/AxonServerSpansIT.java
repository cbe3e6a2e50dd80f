package homework.arch.standalone;

import homework.arch.testing.ScriptedMailServer;
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
    try (TraceCollector collector = TraceCollector.start(port);
        EmbeddedDatabase database = TestDatabase.start(folder);
        ScriptedMailServer mail = ScriptedMailServer.start();
        FourServices services =
            new FourServices(folder, database, axonServer, settings(port, mail))) {
      services.launchAll();
      services.forEach(service -> service.awaitReady().awaitCaughtUp());
      new TracedOrder(services.api(), collector).expectAllSpans(service -> service);
    }
  }

  private static Map<String, String> settings(int port, ScriptedMailServer mail) {
    Map<String, String> settings = new HashMap<>(TraceCollector.settings(port));
    settings.putAll(AppProcess.mailTo(mail.port()));
    return settings;
  }
}
