package homework.arch.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the root pom says about the applications and their images. */
final class ImageBuild {

  /** The project's root folder; tests run in that of their module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> MODULES = modules();

  private ImageBuild() {}

  static String property(String name) {
    return value("/project/properties/" + name);
  }

  static String version() {
    return value("/project/version");
  }

  /** The modules that are applications, such as user-app. */
  static List<String> apps() {
    return MODULES.stream().filter(module -> module.endsWith("-app")).toList();
  }

  /** Those that hold one service. */
  static List<String> services() {
    return apps().stream().filter(app -> !app.equals("standalone-app")).toList();
  }

  private static List<String> modules() {
    NodeList modules = (NodeList) found("/project/modules/module", XPathConstants.NODESET);
    return IntStream.range(0, modules.getLength())
        .mapToObj(number -> modules.item(number).getTextContent())
        .toList();
  }

  private static String value(String path) {
    String value = (String) found(path, XPathConstants.STRING);
    if (value.isBlank()) {
      throw new IllegalArgumentException("pom.xml has no " + path);
    }
    return value;
  }

  private static Object found(String path, QName type) {
    try {
      Document pom =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(ROOT.resolve("pom.xml").toFile());
      return XPathFactory.newInstance().newXPath().evaluate(path, pom, type);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
