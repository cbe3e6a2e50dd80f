package homework.arch.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
import homework.arch.platform.clock.PlantedEndOfACircle;
import homework.arch.platform.commands.ProcessCommands;
import homework.arch.platform.startup.PlantedCircle;
import homework.arch.user.PlantedUseOfBilling;
import homework.arch.user.domain.PlantedAxonInTheDomain;
import homework.arch.user.domain.PlantedClockInTheDomain;
import homework.arch.user.domain.PlantedDoubleInTheDomain;
import homework.arch.user.domain.PlantedSpringInTheDomain;
import homework.arch.user.process.PlantedReadModelInAProcess;
import homework.arch.user.process.PlantedWaitWithoutABound;
import homework.arch.user.projection.PlantedCommandInAProjection;
import homework.arch.user.projection.PlantedDomainInAProjection;
import homework.arch.user.tools.PlantedOtherPackage;
import homework.arch.user.web.PlantedDomainInTheWeb;
import homework.arch.user.web.PlantedPublicController;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateLifecycle;
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

  /**
   * @param instead what to do in place of breaking it
   * @param planted a class that breaks it, with others that it needs for that
   */
  record Rule(String name, String instead, ArchRule rule, List<Class<?>> planted) {

    Rule(String name, String instead, ArchRule rule, Class<?> planted) {
      this(name, instead, rule, List.of(planted));
    }

    void check(JavaClasses classes) {
      rule.as(name).because(instead).check(classes);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            "the domain knows the messages, Axon and Java, no Spring",
            "what it needs of the world comes as a parameter of the command handler or as an interface of the domain",
            classes()
                .that()
                .resideInAPackage("homework.arch.*.domain..")
                .should()
                .onlyDependOnClassesThat(
                    resideInAnyPackage(
                            "java..",
                            "homework.arch.api..",
                            "homework.arch.*.domain..",
                            "org.axonframework..",
                            "org.jspecify..")
                        .or(primitivesAndArrays())),
            PlantedSpringInTheDomain.class),
        new Rule(
            "the domain knows of Axon its annotations and apply alone",
            "a decision is plain code; what needs more of Axon stands in the service's root or the platform",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.*.domain..")
                .should()
                .dependOnClassesThat(
                    resideInAPackage("org.axonframework..").and(not(axonsAnnotationsAndApply()))),
            PlantedAxonInTheDomain.class),
        new Rule(
            "time and ids come into the domain as parameters",
            "a handler takes the time as an Instant parameter and ids from the command, so that a repeat gives the same",
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
            "money is a Money, of integer minor units",
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
            "a message is a record of values; what works with it stands in a service",
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
            "a command is named in the imperative, an event in the past tense",
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
            "send a command or a query of shared-api, or listen to an event",
            slices().assignedFrom(new Services()).should().notDependOnEachOther(),
            List.of(PlantedUseOfBilling.class, BillingApp.class)),
        new Rule(
            "a service has four packages, and a root that is only wiring",
            "domain decides, process turns events into commands, projection writes tables, web is HTTP; user-app has its keys beside them",
            classes()
                .that(Services.parts())
                .and(not(resideInAnyPackage(Services.PACKAGES.toArray(String[]::new))))
                .should()
                .resideInAnyPackage(
                    "homework.arch.*.domain..",
                    "homework.arch.*.process..",
                    "homework.arch.*.projection..",
                    "homework.arch.*.web..",
                    "homework.arch.user.keys.."),
            PlantedOtherPackage.class),
        new Rule(
            "a process knows neither read models nor HTTP",
            "an event carries what its next step needs; what is missing there is asked by a query",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.*.process..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("homework.arch.*.projection..", "homework.arch.*.web.."),
            PlantedReadModelInAProcess.class),
        new Rule(
            "a projection knows events and queries, and nothing of the service",
            "what was decided is in the event; a value that is missing there is added to it",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.*.projection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "homework.arch.*.domain..",
                    "homework.arch.*.process..",
                    "homework.arch.*.web.."),
            PlantedDomainInAProjection.class),
        new Rule(
            "the parts of the platform make no circle",
            "move what both need into the one that knows less, as axon, or give it as a bean",
            slices().matching("homework.arch.platform.(*)..").should().beFreeOfCycles(),
            List.of(PlantedCircle.class, PlantedEndOfACircle.class)),
        new Rule(
            "the platform knows no service",
            "what is particular to one belongs into that service, and is given to the platform as a bean",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.platform..")
                .should()
                .dependOnClassesThat(
                    Services.parts().or(resideInAPackage("homework.arch.standalone.."))),
            PlantedUseOfAService.class),
        new Rule(
            "projections never send commands",
            "what follows from an event is a process: put it into the package process",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.*.projection..")
                .should()
                .dependOnClassesThat(
                    assignableTo(CommandGateway.class).or(assignableTo(ProcessCommands.class))),
            PlantedCommandInAProjection.class),
        new Rule(
            "the audit shares no code with what it audits, and changes nothing",
            "it works on events, and on read models by queries",
            noClasses()
                .that()
                .resideInAPackage("homework.arch.audit..")
                .should()
                .dependOnClassesThat(
                    Services.parts()
                        .or(resideInAPackage("org.springframework.jdbc.."))
                        .or(assignableTo(CommandGateway.class))
                        .or(assignableTo(ProcessCommands.class))),
            PlantedCommandInTheAudit.class),
        new Rule(
            "the web speaks to the rest in messages",
            "send a command by the CommandGateway, ask by Answers",
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
            "use send, which the gateway ends after arch.command-timeout, and join it",
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
            "nobody calls them but Spring",
            classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate(),
            PlantedPublicController.class));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theCodeKeepsTheRule(Rule rule) {
    rule.check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aPlantedViolationBreaksTheRule(Rule rule) {
    JavaClasses planted = new ClassFileImporter().importClasses(rule.planted());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> rule.check(planted))
        .withMessageContaining(rule.planted().get(0).getSimpleName())
        .withMessageContaining(rule.instead());
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
    assertThat(Services.PACKAGES)
        .contains(
            "homework.arch.user",
            "homework.arch.billing",
            "homework.arch.order",
            "homework.arch.notification");
    assertThat(OrderEvent.class.isSealed()).isTrue();
  }

  /** What it is for, what it must never do, where to begin: three sentences at least. */
  @Test
  void everyPackageExplainsItself() throws IOException {
    Set<Path> packages = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path sources : modules.map(m -> m.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files
                .filter(f -> f.toString().endsWith(".java"))
                .forEach(f -> packages.add(f.getParent()));
          }
        }
      }
    }
    assertThat(packages)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            folder ->
                assertThat(folder.resolve("package-info.java"))
                    .content()
                    .containsPattern("(?s)/\\*\\*.*\\w[.].*\\w[.].*[.]\\s+\\*/"));
  }

  /** The enums are for the annotations. */
  private static DescribedPredicate<JavaClass> axonsAnnotationsAndApply() {
    return DescribedPredicate.describe(
        "Axon's annotations and apply",
        type ->
            type.isAnnotation() || type.isEnum() || type.isEquivalentTo(AggregateLifecycle.class));
  }

  private static DescribedPredicate<JavaClass> primitivesAndArrays() {
    return DescribedPredicate.describe(
        "primitives and arrays", type -> type.isPrimitive() || type.isArray());
  }
}
