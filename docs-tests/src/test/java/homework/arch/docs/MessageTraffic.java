package homework.arch.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import homework.arch.api.Refused;
import homework.arch.platform.ServiceApplication;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Who sends and who handles which message, as the code of the services has it. */
final class MessageTraffic {

  private static final String BASE = "homework.arch.";

  /** An answer without a payload. */
  static final String NOTHING = "Nothing";

  private static final JavaClasses SERVICES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(packages());

  private static final Set<String> MESSAGES =
      Stream.of(MessageClasses.commands(), MessageClasses.queries(), MessageClasses.events())
          .flatMap(family -> family.stream().map(Class::getName))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> EVENTS =
      MessageClasses.events().stream().map(Class::getName).collect(Collectors.toUnmodifiableSet());

  private MessageTraffic() {}

  /** Those of the services, and the audit's, which runs in one of them. */
  private static List<String> packages() {
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(ServiceApplication.class));
    Stream<String> services =
        scan.findCandidateComponents("homework.arch").stream()
            .map(
                found ->
                    ClassUtils.getPackageName(Objects.requireNonNull(found.getBeanClassName())));
    return Stream.concat(services, Stream.of(BASE + "audit")).toList();
  }

  /** Who makes a message sends it: the service and the message, such as "order-app PlaceOrder". */
  static Set<String> sent() {
    Set<String> sent = new TreeSet<>();
    for (JavaClass sender : SERVICES) {
      Stream.concat(
              sender.getConstructorCallsFromSelf().stream(),
              sender.getConstructorReferencesFromSelf().stream())
          .map(call -> call.getTarget().getOwner())
          .filter(message -> isSent(message, sender))
          .forEach(message -> sent.add(service(sender) + " " + message.getSimpleName()));
      Stream.concat(
              sender.getMethodCallsFromSelf().stream(),
              sender.getMethodReferencesFromSelf().stream())
          .flatMap(call -> call.getTarget().resolveMember().stream())
          .filter(method -> method.getModifiers().contains(JavaModifier.STATIC))
          .map(JavaCodeUnit::getRawReturnType)
          .filter(message -> isSent(message, sender))
          .forEach(message -> sent.add(service(sender) + " " + message.getSimpleName()));
    }
    return sent;
  }

  /**
   * Such as "order-app PlaceOrder" for commands and queries, "order-app order-saga OrderPlaced".
   */
  static Set<String> handled() {
    Set<String> handled = new TreeSet<>();
    for (JavaClass handler : SERVICES) {
      for (JavaMethod method : handler.getMethods()) {
        if (answers(method)) {
          handled.add(service(handler) + " " + message(method));
        } else if (listens(method)) {
          handled.add(service(handler) + " " + processor(handler) + " " + message(method));
        }
      }
    }
    return handled;
  }

  /** By command or query what may be answered, by its handler or for it. */
  static Map<String, Set<String>> answers() {
    Map<String, Set<String>> answers = new TreeMap<>();
    for (JavaClass handler : SERVICES) {
      for (JavaMethod method : handler.getMethods()) {
        if (answers(method)) {
          Set<String> ofMethod = new TreeSet<>(answers(method.getReturnType()));
          if (method.isAnnotatedWith(CommandHandler.class)) {
            ofMethod.add("Unavailable");
            if (refuses(method, new HashSet<>())) {
              ofMethod.add("Refused");
            }
          }
          answers.put(message(method), ofMethod);
        }
      }
    }
    return answers;
  }

  private static Set<String> answers(JavaType type) {
    if (type.toErasure().isEquivalentTo(void.class)) {
      return Set.of(NOTHING);
    }
    if (type.toErasure().isEquivalentTo(Optional.class)
        && type instanceof JavaParameterizedType optional) {
      JavaClass found = optional.getActualTypeArguments().get(0).toErasure();
      return Set.of(found.getSimpleName(), NOTHING);
    }
    return Set.of(type.toErasure().getSimpleName());
  }

  /** Whether it, or what it calls in its class, makes a refusal. */
  private static boolean refuses(JavaCodeUnit code, Set<JavaCodeUnit> seen) {
    return seen.add(code)
        && (code.getConstructorCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Refused.class))
            || code.getMethodCallsFromSelf().stream()
                .filter(call -> call.getTargetOwner().equals(code.getOwner()))
                .flatMap(call -> call.getTarget().resolveMember().stream())
                .anyMatch(called -> refuses(called, seen)));
  }

  private static boolean answers(JavaMethod method) {
    return method.isAnnotatedWith(CommandHandler.class)
        || method.isAnnotatedWith(QueryHandler.class);
  }

  private static boolean listens(JavaMethod method) {
    return method.isAnnotatedWith(EventHandler.class)
        || method.isAnnotatedWith(SagaEventHandler.class);
  }

  private static String message(JavaMethod handler) {
    return handler.getRawParameterTypes().get(0).getSimpleName();
  }

  /** The audit makes events anew to compare them, and publishes none. */
  private static boolean isSent(JavaClass message, JavaClass sender) {
    return isMessage(message)
        && !(sender.getPackageName().equals(BASE + "audit") && EVENTS.contains(message.getName()));
  }

  private static boolean isMessage(JavaClass type) {
    return MESSAGES.contains(type.getName());
  }

  private static String processor(JavaClass handler) {
    return handler.getAnnotationOfType(ProcessingGroup.class).value();
  }

  /** Such as "order-app" of the package homework.arch.order and all below it. */
  private static String service(JavaClass type) {
    String part = type.getPackageName().substring(BASE.length());
    int end = part.indexOf('.');
    String name = end < 0 ? part : part.substring(0, end);
    return name.equals("audit") ? "order-app" : name + "-app"; // where it runs
  }
}
