package homework.arch.standalone;

import homework.arch.platform.ServiceApplication;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;

/**
 * All services in one JVM: the same modules, with messages that never leave the process. Which they
 * are is said by the dependencies of this module.
 */
@SpringBootApplication
public class StandaloneApp {

  /** Their applications alone are looked for here; each finds its own parts. */
  @Configuration(proxyBeanMethods = false)
  @ComponentScan(
      basePackages = "homework.arch",
      resourcePattern = "*/*App.class",
      useDefaultFilters = false,
      includeFilters = @Filter(ServiceApplication.class))
  static class Services {}

  public static void main(String[] args) {
    if (Launcher.isAudit(args)) {
      System.exit(AuditCommand.run(Arrays.copyOfRange(args, 1, args.length)));
    }
    SpringApplication.run(StandaloneApp.class, args);
  }
}
