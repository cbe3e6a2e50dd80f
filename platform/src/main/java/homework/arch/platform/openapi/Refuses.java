package homework.arch.platform.openapi;

import homework.arch.platform.web.ProblemType;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Problems that this operation can answer with, besides those that all operations can. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Refuses {

  ProblemType[] value();
}
