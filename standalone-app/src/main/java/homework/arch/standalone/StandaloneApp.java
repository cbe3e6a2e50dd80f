package homework.arch.standalone;

import homework.arch.billing.BillingApp;
import homework.arch.notification.NotificationApp;
import homework.arch.order.OrderApp;
import homework.arch.user.UserApp;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The four services in one JVM: the same modules, with messages that never leave the process. */
@SpringBootApplication
@Import({UserApp.class, BillingApp.class, OrderApp.class, NotificationApp.class})
public class StandaloneApp {

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(AuditCommand.NAME)) {
      System.exit(AuditCommand.run(Arrays.copyOfRange(args, 1, args.length)));
    }
    SpringApplication.run(StandaloneApp.class, args);
  }
}
