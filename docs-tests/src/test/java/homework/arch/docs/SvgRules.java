package homework.arch.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a picture must be, for those who read it. */
final class SvgRules {
  /** About what GitHub has room for; a wider one is shrunk, and its text with it. */
  private static final double WIDEST = 1000;

  /** What WCAG 2 asks for at level AA. */
  private static final double LEAST_CONTRAST = 4.5;

  private static final Pattern COLOUR = Pattern.compile("#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})");
  private static final Pattern BACKGROUND = Pattern.compile("background:\\s*(#[0-9a-fA-F]+)");
  private static final Pattern STEP = Pattern.compile("([A-Za-z])([^A-Za-z]*)");

  private SvgRules() {}

  /** Says what is wrong with the picture, in a sentence for each; nothing if it is right. */
  static List<String> broken(Path svg) throws IOException {
    Element picture = parse(svg);
    String name = svg.getFileName().toString();
    List<String> broken = new ArrayList<>();
    double[] box = boxOf(picture);
    if (box[2] > WIDEST) {
      broken.add(name + " is " + Math.round(box[2]) + " px wide");
    }
    List<Area> areas = new ArrayList<>();
    NodeList all = picture.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Node node = all.item(i);
      if (node instanceof Element shape) {
        Area.of(shape).ifPresent(areas::add);
        if (shape.getTagName().equals("text")) {
          broken.addAll(wrongIn(shape, box, areas, pageOf(picture), name));
        }
      }
    }
    return broken;
  }

  static double width(Path svg) throws IOException {
    return boxOf(parse(svg))[2];
  }

  private static double[] boxOf(Element picture) {
    return numbers(picture.getAttribute("viewBox"));
  }

  private static List<String> wrongIn(
      Element text, double[] box, List<Area> areas, String page, String name) {
    List<String> broken = new ArrayList<>();
    double left = number(text, "x");
    double right = left + widthOf(text);
    double base = number(text, "y");
    String says = name + ": \"" + text.getTextContent() + "\"";
    if (left < box[0]
        || right > box[0] + box[2]
        || base - number(text, "font-size") < box[1]
        || base > box[1] + box[3]) {
      broken.add(says + " is cut off");
    }
    if (!text.getTextContent().equals(text.getTextContent().strip().replaceAll(" +", " "))) {
      broken.add(says + " loses its spaces");
    }
    String behind =
        areas.stream()
            .filter(area -> area.holds(left, base))
            .reduce((first, later) -> later)
            .map(Area::colour)
            .orElse(page);
    double contrast = contrast(text.getAttribute("fill"), behind);
    if (contrast < LEAST_CONTRAST) {
      broken.add(
          String.format(
              Locale.ROOT,
              "%s has a contrast of %.1f, %s on %s",
              says,
              contrast,
              text.getAttribute("fill"),
              behind));
    }
    return broken;
  }

  /** A single letter has no length of its own. */
  private static double widthOf(Element text) {
    return number(text, text.hasAttribute("textLength") ? "textLength" : "font-size");
  }

  /** The rectangle around a shape that is filled with a colour. */
  private record Area(double left, double top, double right, double bottom, String colour) {
    static Optional<Area> of(Element shape) {
      String fill = shape.getAttribute("fill");
      if (!COLOUR.matcher(fill).matches() || shape.getAttribute("fill-opacity").equals("0")) {
        return Optional.empty();
      }
      return switch (shape.getTagName()) {
        case "rect" ->
            Optional.of(
                around(
                    fill,
                    number(shape, "x"),
                    number(shape, "y"),
                    number(shape, "x") + number(shape, "width"),
                    number(shape, "y") + number(shape, "height")));
        case "polygon" -> Optional.of(around(fill, numbers(shape.getAttribute("points"))));
        case "path" -> Optional.of(around(fill, corners(shape.getAttribute("d"))));
        default -> Optional.empty();
      };
    }

    private static Area around(String colour, double... corners) {
      double left = Double.MAX_VALUE;
      double top = Double.MAX_VALUE;
      double right = -Double.MAX_VALUE;
      double bottom = -Double.MAX_VALUE;
      for (int i = 0; i + 1 < corners.length; i += 2) {
        left = Math.min(left, corners[i]);
        right = Math.max(right, corners[i]);
        top = Math.min(top, corners[i + 1]);
        bottom = Math.max(bottom, corners[i + 1]);
      }
      return new Area(left, top, right, bottom, colour);
    }

    /** The ends of the steps of a path: an arc has its radii before its end. */
    private static double[] corners(String path) {
      Stream<double[]> ends =
          STEP.matcher(path)
              .results()
              .map(
                  step -> {
                    double[] all = numbers(step.group(2));
                    return step.group(1).equals("A") ? new double[] {all[5], all[6]} : all;
                  });
      return ends.flatMapToDouble(Arrays::stream).toArray();
    }

    boolean holds(double x, double y) {
      return left <= x && x <= right && top <= y && y <= bottom;
    }
  }

  private static String pageOf(Element picture) {
    Matcher background = BACKGROUND.matcher(picture.getAttribute("style"));
    return background.find() ? background.group(1) : "#FFFFFF";
  }

  /** As <a href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">WCAG</a> has it. */
  static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String colour) {
    String hex = colour.substring(1).toUpperCase(Locale.ROOT);
    String six = hex.length() == 3 ? hex.replaceAll("(.)", "$1$1") : hex;
    return 0.2126 * light(six, 0) + 0.7152 * light(six, 2) + 0.0722 * light(six, 4);
  }

  private static double light(String six, int at) {
    double part = Integer.parseInt(six.substring(at, at + 2), 16) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static double[] numbers(String text) {
    return Stream.of(text.trim().split("[ ,]+"))
        .filter(number -> !number.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static Element parse(Path svg) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(svg.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(svg.toString(), e);
    }
  }
}
