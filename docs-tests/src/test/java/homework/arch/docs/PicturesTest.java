package homework.arch.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the pictures of {@code docs/pictures} against their sources.
 *
 * <p>After a change of a source, {@code -D}{@value #WRITE} renders its pictures anew.
 */
class PicturesTest {
  private static final String WRITE = "pictures.write";
  private static final String FONT = "Liberation Sans";
  private static final PictureFolder OURS = new PictureFolder(Docs.ROOT.resolve("docs/pictures"));

  @BeforeAll
  static void write() throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      assertThat(new Font(FONT, Font.PLAIN, 14).getFamily())
          .as("Another font is not as wide as what readers have")
          .isEqualTo(FONT);
      OURS.write();
    }
  }

  @Test
  void everySourceIsDrawnInTheLightAndInTheDark() {
    assertThat(OURS.sources()).isNotEmpty();
    assertThat(OURS.notDrawn()).isEmpty();
  }

  @Test
  void everyPictureIsAsNewAsItsSource() {
    assertThat(OURS.outdated()).as("Render them anew with -D%s=true", WRITE).isEmpty();
  }

  @Test
  void everyPictureHasASource() {
    assertThat(OURS.withoutSource()).isEmpty();
  }

  @Test
  void everyPictureIsInADocument() {
    assertThat(OURS.notShown(Docs.endingIn(".md"))).isEmpty();
  }

  @Test
  void everyPictureIsLegible() {
    assertThat(OURS.svgs())
        .isNotEmpty()
        .allSatisfy(svg -> assertThat(SvgRules.broken(svg)).isEmpty());
  }

  @Test
  void everyPngHasTwiceThePixels() {
    assertThat(OURS.sources())
        .allSatisfy(
            source -> {
              String name = source.getFileName().toString().replace(".puml", "");
              int pixels = ImageIO.read(source.resolveSibling(name + ".png").toFile()).getWidth();
              double points = SvgRules.width(source.resolveSibling(name + ".svg"));
              assertThat(pixels / points).isCloseTo(2, within(0.02));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "style-1-http-only, styles/1-http-only",
    "style-2-notifications-by-events, styles/2-notifications-by-events",
    "style-3-event-collaboration, styles/3-event-collaboration",
    "style-4-orchestrated-saga, styles/4-orchestrated-saga",
    "saga-paid, tour"
  })
  void everyNumberedStepOfTheTextIsInThePicture(String picture, String text) {
    assertThat(numbers("\\*\\*(\\d)\\*\\*", "pictures/" + picture + ".puml"))
        .isNotEmpty()
        .isEqualTo(numbers("(?m)^(?:### )?(\\d)\\. ", text + ".md"));
  }

  private static List<String> numbers(String pattern, String file) {
    return Pattern.compile(pattern)
        .matcher(Docs.read(Docs.ROOT.resolve("docs").resolve(file)))
        .results()
        .map(number -> number.group(1))
        .distinct()
        .toList();
  }

  @Nested
  class WhatIsWrongIsSeen {
    @TempDir static Path right;

    @TempDir Path folder;
    private PictureFolder planted;

    @BeforeAll
    static void drawAPictureThatIsRight() throws IOException {
      Files.copy(OURS.folder().resolve("palette.iuml"), right.resolve("palette.iuml"));
      Files.writeString(
          right.resolve("box.puml"),
          """
          @startuml
          !pragma layout smetana
          !include palette.iuml
          Service(a, "one")
          @enduml
          """);
      PictureFolder drawn = new PictureFolder(right);
      drawn.write();
      assertThat(drawn.notDrawn()).isEmpty();
      assertThat(drawn.outdated()).isEmpty();
      assertThat(drawn.withoutSource()).isEmpty();
      assertThat(SvgRules.broken(right.resolve("box.svg"))).isEmpty();
    }

    @BeforeEach
    void plantIt() throws IOException {
      try (Stream<Path> files = Files.list(right)) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
      planted = new PictureFolder(folder);
    }

    @Test
    void anErrorOfPlantUml() throws IOException {
      source("box", "this is => no picture");
      assertThat(planted.notDrawn()).singleElement().asString().contains("box.puml is no picture");
    }

    @Test
    void anErrorInTheDarkAlone() throws IOException {
      source("box", "!ifdef dark", "!include nowhere.iuml", "!endif", "a -> b");
      assertThat(planted.notDrawn()).singleElement().asString().contains("box.puml is no picture");
    }

    @Test
    void noPictureOrTwo() throws IOException {
      Files.writeString(folder.resolve("box.puml"), "a -> b");
      Files.writeString(folder.resolve("two.puml"), "@startuml\na -> b\n@enduml\n".repeat(2));
      assertThat(planted.notDrawn())
          .containsExactly("box.puml has 0 pictures", "two.puml has 2 pictures");
    }

    @Test
    void aPictureThatNeedsGraphviz() throws IOException {
      source("box", "!include palette.iuml", "Service(a, \"one\")");
      assertThat(planted.notDrawn()).singleElement().asString().contains("needs graphviz");
    }

    @Test
    void aSourceThatHasChanged() throws IOException {
      source("box", "!pragma layout smetana", "!include palette.iuml", "Service(a, \"other\")");
      assertThat(planted.outdated()).containsExactly("box.puml has changed since it was rendered");
      planted.write();
      assertThat(planted.outdated()).isEmpty();
    }

    @Test
    void aPaletteThatHasChanged() throws IOException {
      Path palette = folder.resolve("palette.iuml");
      Files.writeString(palette, Docs.read(palette).replace("#E4EFFA", "#E4EFFF"));
      assertThat(planted.outdated()).containsExactly("box.puml has changed since it was rendered");
    }

    @Test
    void aPictureThatWasChangedByHandOrIsMissing() throws IOException {
      Path dark = folder.resolve("box-dark.svg");
      Files.writeString(dark, Docs.read(dark).replace(">one<", ">two<"));
      Files.delete(folder.resolve("box.png"));
      assertThat(planted.outdated())
          .containsExactly("box-dark.svg is not what was rendered", "box.png is missing");
      planted.write();
      assertThat(planted.outdated()).isEmpty();
    }

    @Test
    void aPictureRememberedInTwoWaysAsAfterAMerge() throws IOException {
      Path sums = folder.resolve("pictures.sha256");
      Files.writeString(sums, Docs.read(sums) + "0".repeat(64) + "  box.svg\n");
      assertThat(planted.outdated()).containsExactly("box.svg is not what was rendered");
    }

    @Test
    void aPictureWithoutSource() throws IOException {
      Files.delete(folder.resolve("box.puml"));
      assertThat(planted.withoutSource())
          .containsExactly(
              "box-dark.svg has no source", "box.png has no source", "box.svg has no source");
    }

    @Test
    void aPictureInNoDocument() throws IOException {
      Path document = folder.resolve("a.md");
      Files.writeString(document, "pictures/other-box.svg pictures/box-dark.svg");
      assertThat(planted.notShown(List.of(document))).containsExactly("box is in no document");
    }

    @Test
    void aPictureWithoutTheDarkOne() throws IOException {
      Path document = folder.resolve("a.md");
      Files.writeString(document, "![a box](pictures/box.svg)");
      assertThat(planted.notShown(List.of(document)))
          .containsExactly("a.md shows pictures/box.svg without the dark");
      Files.writeString(document, "pictures/box.svg pictures/box-dark.svg");
      assertThat(planted.notShown(List.of(document))).isEmpty();
    }

    @Test
    void aPictureThatIsTooWide() throws IOException {
      source("box", "!include palette.iuml", "a -> b : " + "long ".repeat(250));
      planted.write();
      assertThat(SvgRules.broken(folder.resolve("box.svg")))
          .singleElement()
          .asString()
          .matches("box.svg is \\d{4,} px wide");
    }

    @Test
    void textThatIsCutOff() throws IOException {
      Path svg = folder.resolve("box.svg");
      Files.writeString(
          svg, Docs.read(svg).replaceAll("textLength=\"[^\"]+\"", "textLength=\"99\""));
      assertThat(SvgRules.broken(svg)).containsExactly("box.svg: \"one\" is cut off");
    }

    @Test
    void spacesThatAreLost() throws IOException {
      Path svg = folder.resolve("box.svg");
      Files.writeString(svg, Docs.read(svg).replace(">one<", ">o  ne<"));
      assertThat(SvgRules.broken(svg)).containsExactly("box.svg: \"o  ne\" loses its spaces");
    }

    @Test
    void textThatIsHardToRead() throws IOException {
      source(
          "box",
          "!pragma layout smetana",
          "skinparam DefaultFontColor #777777",
          "card one #888888");
      planted.write();
      assertThat(SvgRules.broken(folder.resolve("box.svg")))
          .containsExactly("box.svg: \"one\" has a contrast of 1.3, #777 on #888");
      assertThat(SvgRules.contrast("#000", "#FFFFFF")).isEqualTo(21.0);
    }

    private void source(String name, String... lines) throws IOException {
      Files.writeString(
          folder.resolve(name + ".puml"), "@startuml\n" + String.join("\n", lines) + "\n@enduml\n");
    }
  }
}
