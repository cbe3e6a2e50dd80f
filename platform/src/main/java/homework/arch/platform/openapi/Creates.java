package homework.arch.platform.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This operation answers with 201 and what it made: a type that the method's own cannot tell. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Creates {

  Class<?> value();

  /** The path at which it can be found, for the header {@code Location}; empty if there is none. */
  String at() default "";
}
