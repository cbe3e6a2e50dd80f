package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer sees first is short, fits on a laptop, and is true. */
class ReadmeTest {

  private static final int WORDS = 800;
  private static final int PICTURE_HEIGHT = 420;

  private static final String ABOUT_LICENCES =
      "Axon Framework 4 needs no licence. Axon Server always needs one from its maker, also as a"
          + " single node; there is a free plan (as of November 2026). On PostgreSQL alone, no"
          + " licence is needed";

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.ru.md"})
  void itIsReadInTwoMinutes(String readme) {
    assertThat(Docs.read(Docs.ROOT.resolve(readme)).split("\\s+")).hasSizeLessThanOrEqualTo(WORDS);
  }

  @Test
  void itsPictureFitsOnALaptopAndIsTheSameInTheDark() throws IOException {
    Path folder = Docs.ROOT.resolve("docs/pictures/readme");
    try (Stream<Path> pictures = Files.list(folder)) {
      assertThat(pictures)
          .hasSize(2)
          .allSatisfy(
              picture -> {
                assertThat(SvgRules.broken(picture)).isEmpty();
                Matcher height =
                    Pattern.compile("<svg[^>]* height=\"(\\d+)\"").matcher(Docs.read(picture));
                assertThat(height.find()).isTrue();
                assertThat(Integer.parseInt(height.group(1))).isLessThanOrEqualTo(PICTURE_HEIGHT);
              });
    }
    assertThat(withoutColours(folder.resolve("saga-dark.svg")))
        .isEqualTo(withoutColours(folder.resolve("saga.svg")));
  }

  private static String withoutColours(Path picture) {
    return Docs.read(picture).replaceAll("#[0-9A-F]{6}", "#");
  }

  @Test
  void itsBadgesAreTrue() {
    String pom = Docs.read(Docs.ROOT.resolve("pom.xml"));
    assertThat(Docs.read(Docs.ROOT.resolve("README.md")))
        .contains("/Axon_Framework-%s-".formatted(property(pom, "axon.version")))
        .contains("/Java-%s%%2B-".formatted(property(pom, "java.version")))
        .contains("/licence-Apache--2.0-");
    assertThat(Docs.read(Docs.ROOT.resolve("LICENSE"))).contains("Apache License");
  }

  private static String property(String pom, String name) {
    Matcher value = Pattern.compile("<%s>([^<]+)<".formatted(Pattern.quote(name))).matcher(pom);
    assertThat(value.find()).as(name).isTrue();
    return value.group(1);
  }

  @Test
  void theSameIsSaidAboutLicencesEverywhere() {
    for (String file :
        List.of(
            "README.md",
            "docs/run.md",
            "helm/README.md",
            "helm/templates/NOTES.txt",
            "compose.yaml")) {
      assertThat(Docs.read(Docs.ROOT.resolve(file)).replaceAll("[#\\s]+", " "))
          .as(file)
          .contains(ABOUT_LICENCES);
    }
  }
}
