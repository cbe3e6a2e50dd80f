package homework.arch.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/**
 * The application of one service. It brings along what every service has, see {@link ServiceBeans}:
 * what is left to say in it is which aggregates, processes and projections are its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootApplication
@Import(ServiceBeans.class)
public @interface ServiceApplication {

  /** Where all its tables are, and the folder of its migrations. */
  String schema();
}
