package homework.arch.standalone;

import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells the user that it is ready, and where to look. */
@Component
@ConditionalOnWebApplication
class WhereToLook implements ApplicationListener<ApplicationReadyEvent> {

  @Override
  @SuppressWarnings("SystemOut") // it is for the person at the terminal, not for the log
  public void onApplicationEvent(ApplicationReadyEvent event) {
    Environment environment = event.getApplicationContext().getEnvironment();
    String data =
        environment.containsProperty("spring.datasource.url")
            // Without the parameters, which may hold a password.
            ? environment.getRequiredProperty("spring.datasource.url").replaceFirst("[?].*", "")
            : Path.of(environment.getRequiredProperty("arch.data-folder"))
                .toAbsolutePath()
                .toString();
    String port = environment.getProperty("local.server.port");
    String page =
        environment.getProperty("arch.page.enabled", Boolean.class, true)
            ? "  The page                    http://localhost:" + port + "/\n"
            : "";
    System.out.printf(
        """

        arch-axon is ready.
        %s  API and its documentation   http://localhost:%s/swagger-ui.html
          Health                      http://localhost:%s/actuator/health
          Data                        %s
          Stop it with Ctrl-C.

        """,
        page, port, environment.getProperty("local.management.port"), data);
  }
}
