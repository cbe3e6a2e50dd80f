package homework.arch.deployment;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/** What the root pom says about the images. */
final class ImageBuild {

  /** The project's root folder; tests run in that of their module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private ImageBuild() {}

  static String property(String name) {
    return value("/project/properties/" + name);
  }

  static String version() {
    return value("/project/version");
  }

  private static String value(String path) {
    try {
      Document pom =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(ROOT.resolve("pom.xml").toFile());
      String value = XPathFactory.newInstance().newXPath().evaluate(path, pom);
      if (value.isBlank()) {
        throw new IllegalArgumentException("pom.xml has no " + path);
      }
      return value;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
