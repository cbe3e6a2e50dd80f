package homework.arch.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import net.sourceforge.plantuml.BlockUml;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import net.sourceforge.plantuml.core.Diagram;
import net.sourceforge.plantuml.core.ImageData;
import net.sourceforge.plantuml.core.InstallationRequirement;
import net.sourceforge.plantuml.preproc.Defines;
import net.sourceforge.plantuml.security.SFile;

/** What PlantUML draws for a source: the picture, or one that tells of an error. */
final class Drawing {
  /** Twice the pixels of an SVG, or a PNG is blurred on most screens. */
  private static final List<String> OF_A_PNG = List.of("skinparam dpi 192");

  private final byte[] image;
  private final List<String> broken;

  private Drawing(byte[] image, List<String> broken) {
    this.image = image;
    this.broken = broken;
  }

  byte[] image() {
    return image;
  }

  /** Says what is wrong with the source, in a sentence for each; nothing if it is right. */
  List<String> broken() {
    return broken;
  }

  static Drawing of(Path source, FileFormat format, boolean dark) {
    Defines defines = Defines.createEmpty();
    if (dark) {
      defines.define("dark", "true");
    }
    List<BlockUml> blocks =
        new SourceStringReader(
                defines,
                Docs.read(source),
                StandardCharsets.UTF_8,
                format == FileFormat.PNG ? OF_A_PNG : List.of(),
                new SFile(source.resolveSibling("").toString()))
            .getBlocks();
    if (blocks.size() != 1) {
      return new Drawing(
          new byte[0], List.of(source.getFileName() + " has " + blocks.size() + " pictures"));
    }
    return draw(source, blocks.get(0).getDiagram(), format);
  }

  private static Drawing draw(Path source, Diagram diagram, FileFormat format) {
    try (ByteArrayOutputStream image = new ByteArrayOutputStream()) {
      ImageData drawn = diagram.exportDiagram(image, 0, new FileFormatOption(format, false));
      if (drawn.getStatus() != 0) {
        return new Drawing(
            image.toByteArray(),
            List.of(source.getFileName() + " is no picture: " + diagram.getDescription()));
      }
      if (diagram.getInstallationRequirement() != InstallationRequirement.NONE) {
        return new Drawing(
            image.toByteArray(),
            List.of(source.getFileName() + " needs graphviz: add !pragma layout smetana"));
      }
      return new Drawing(image.toByteArray(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
