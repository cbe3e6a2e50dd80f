package homework.arch.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import homework.arch.api.PlantedSpringInTheApi;
import homework.arch.api.order.OrderEvent;
import homework.arch.api.order.PlantedPlaceOrderCommand;
import homework.arch.audit.PlantedCommandInTheAudit;
import homework.arch.billing.BillingApp;
import homework.arch.platform.PlantedUseOfAService;
import homework.arch.platform.commands.ProcessCommands;
import homework.arch.user.PlantedUseOfBilling;
import homework.arch.user.domain.PlantedClockInTheDomain;
import homework.arch.user.domain.PlantedDoubleInTheDomain;
import homework.arch.user.domain.PlantedSpringInTheDomain;
import homework.arch.user.process.PlantedWaitWithoutABound;
import homework.arch.user.projection.PlantedCommandInAProjection;
import homework.arch.user.web.PlantedDomainInTheWeb;
import homework.arch.user.web.PlantedPublicController;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who may depend on whom. Each rule is held against the code, and against a class that was planted
 * to break it: a rule that never failed may be looking at nothing.
 */
class ArchitectureTest {

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("homework.arch");

  /** A rule, and a class that breaks it. */
  record Rule(String name, ArchRule rule, List<Class<?>> planted) {

    Rule(String name, ArchRule rule, Class<?> planted) {
      this(name, rule, List.of(planted));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            "the domain knows the messages, Axon's annotations and Java, no Spring",
            classes()
                .that()
                .resideInAPackage("homework.arch.*.domain..")
                .should()
                .onlyDependOnClassesThat(
                    resideInAnyPackage(
                            "java..",
                            "homework.arch.api..",
                            "homework.arch.*.domain..",
                            "org.axonframework.commandhandling..",
                            "org.axonframework.eventsourcing..",
                            "org.axonframework.modelling..",
                            "org.jspecify..")
                        .or(primitivesAndArrays())),
            PlantedSpringInTheDomain.class),
        new Rule(
            "time and ids come into the domain as parameters",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.*.domain..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat(assignableTo(Clock.class))
                .orShould()
                .callMethod(UUID.class, "randomUUID"),
            PlantedClockInTheDomain.class),
        new Rule(
            "no double ever holds money, or anything else",
            fields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("homework.arch..")
                .should()
                .notHaveRawType(double.class)
                .andShould()
                .notHaveRawType(float.class),
            PlantedDoubleInTheDomain.class),
        new Rule(
            "the shared messages know neither Spring nor the platform",
            classes()
                .that()
                .resideInAPackage("homework.arch.api..")
                .should()
                .onlyDependOnClassesThat(
                    resideInAnyPackage(
                            "java..",
                            "homework.arch.api..",
                            "com.fasterxml.jackson.annotation..",
                            "org.axonframework.commandhandling..",
                            "org.axonframework.modelling.command..",
                            "org.axonframework.serialization",
                            "org.jspecify..")
                        .or(primitivesAndArrays())),
            PlantedSpringInTheApi.class),
        new Rule(
            "a message's name says what it is without a suffix",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.api..")
                .and()
                .areNotInterfaces()
                .should()
                .haveSimpleNameEndingWith("Command")
                .orShould()
                .haveSimpleNameEndingWith("Event"),
            PlantedPlaceOrderCommand.class),
        new Rule(
            "the services share messages alone",
            slices().assignedFrom(new Services()).should().notDependOnEachOther(),
            List.of(PlantedUseOfBilling.class, BillingApp.class)),
        new Rule(
            "the platform knows no service",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "homework.arch.user..",
                    "homework.arch.billing..",
                    "homework.arch.order..",
                    "homework.arch.notification..",
                    "homework.arch.standalone.."),
            PlantedUseOfAService.class),
        new Rule(
            "projections never send commands",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.*.projection..")
                .should()
                .dependOnClassesThat(
                    assignableTo(CommandGateway.class).or(assignableTo(ProcessCommands.class))),
            PlantedCommandInAProjection.class),
        new Rule(
            "the audit shares no code with what it audits, and changes nothing",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.audit..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage(
                            "homework.arch.user..",
                            "homework.arch.billing..",
                            "homework.arch.order..",
                            "homework.arch.notification..",
                            "org.springframework.jdbc..")
                        .or(assignableTo(CommandGateway.class))
                        .or(assignableTo(ProcessCommands.class))),
            PlantedCommandInTheAudit.class),
        new Rule(
            "the web speaks to the rest in messages",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.*.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "homework.arch.*.domain..",
                    "homework.arch.*.process..",
                    "homework.arch.*.projection.."),
            PlantedDomainInTheWeb.class),
        new Rule(
            "nobody waits for a command without a bound",
            noClasses()
                .that()
                .resideInAPackage("homework.arch..")
                .should()
                .callMethod(CommandGateway.class, "sendAndWait", Object.class)
                .orShould()
                .callMethod(CommandGateway.class, "sendAndWait", Object.class, MetaData.class),
            PlantedWaitWithoutABound.class),
        new Rule(
            "controllers are package-private",
            classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate(),
            PlantedPublicController.class));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theCodeKeepsTheRule(Rule rule) {
    rule.rule().check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aPlantedViolationBreaksTheRule(Rule rule) {
    JavaClasses planted = new ClassFileImporter().importClasses(rule.planted());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> rule.rule().check(planted))
        .withMessageContaining(rule.planted().get(0).getSimpleName());
  }

  @Test
  void allModulesAreLookedAt() {
    assertThat(PRODUCTION.stream().map(JavaClass::getPackageName))
        .contains(
            "homework.arch.api.order",
            "homework.arch.platform.axon",
            "homework.arch.user.domain",
            "homework.arch.billing.process",
            "homework.arch.audit",
            "homework.arch.order.projection",
            "homework.arch.notification.web",
            "homework.arch.standalone")
        .noneMatch(name -> name.startsWith("homework.arch.architecture"));
    assertThat(OrderEvent.class.isSealed()).isTrue();
  }

  private static DescribedPredicate<JavaClass> primitivesAndArrays() {
    return DescribedPredicate.describe(
        "primitives and arrays", type -> type.isPrimitive() || type.isArray());
  }
}
