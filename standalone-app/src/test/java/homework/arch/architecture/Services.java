package homework.arch.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/** Each of the four services is a slice; what is not in one of them does not count. */
final class Services implements SliceAssignment {

  private static final Set<String> NAMES = Set.of("user", "billing", "order", "notification");

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass type) {
    String[] names = type.getPackageName().split("\\.", -1);
    return names.length > 2 && NAMES.contains(names[2])
        ? SliceIdentifier.of(names[2])
        : SliceIdentifier.ignore();
  }

  @Override
  public String getDescription() {
    return "the four services";
  }
}
