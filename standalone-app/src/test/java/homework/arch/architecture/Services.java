package homework.arch.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import homework.arch.platform.ServiceApplication;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Each service is a slice: the package of its application. What is in none does not count. */
final class Services implements SliceAssignment {

  static final Set<String> PACKAGES = packages();

  private static Set<String> packages() {
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(ServiceApplication.class));
    return scan.findCandidateComponents("homework.arch").stream()
        .map(found -> ClassUtils.getPackageName(Objects.requireNonNull(found.getBeanClassName())))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> of(JavaClass type) {
    return PACKAGES.stream()
        .filter(service -> (type.getPackageName() + ".").startsWith(service + "."))
        .findFirst();
  }

  static DescribedPredicate<JavaClass> parts() {
    return DescribedPredicate.describe("parts of a service", type -> of(type).isPresent());
  }

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass type) {
    return of(type).map(SliceIdentifier::of).orElseGet(SliceIdentifier::ignore);
  }

  @Override
  public String getDescription() {
    return "the services";
  }
}
