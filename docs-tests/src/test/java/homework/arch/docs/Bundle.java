package homework.arch.docs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * An OpenAPI or AsyncAPI document with what it refers to in other files written into it, so that it
 * opens alone in Swagger Editor or AsyncAPI Studio.
 */
final class Bundle {

  private final Path document;
  private final Map<Path, Object> files = new LinkedHashMap<>();

  private Bundle(Path document) {
    this.document = document;
  }

  /** The bundle as YAML. */
  static String of(Path document) {
    Bundle bundle = new Bundle(document);
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(options).dump(bundle.within(bundle.contentOf(document), document));
  }

  private Object contentOf(Path file) {
    return files.computeIfAbsent(file, there -> new Yaml().load(Docs.read(there)));
  }

  private Object within(Object node, Path file) {
    if (node instanceof List<?> list) {
      return list.stream().map(item -> within(item, file)).toList();
    }
    if (!(node instanceof Map<?, ?> map)) {
      return node;
    }
    Map<Object, Object> copy = new LinkedHashMap<>();
    if (map.get("$ref") instanceof String reference) {
      String[] parts = reference.split("#", 2);
      Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
      if (target.equals(document)) {
        copy.put("$ref", "#" + parts[1]);
      } else if (within(at(contentOf(target), parts[1]), target) instanceof Map<?, ?> referred) {
        copy.putAll(referred);
      }
    }
    // What stands beside a reference has the last word.
    map.forEach(
        (key, value) -> {
          if (!key.equals("$ref") || !(value instanceof String)) {
            copy.put(key, within(value, file));
          }
        });
    return copy;
  }

  /** By a JSON pointer, as it is in a URI. */
  private static Object at(Object content, String pointer) {
    Object there = content;
    for (String part :
        URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8)
            .replaceFirst("^/", "")
            .split("/", -1)) {
      String key = part.replace("~1", "/").replace("~0", "~");
      there =
          there instanceof List<?> list
              ? list.get(Integer.parseInt(key))
              : Objects.requireNonNull(((Map<?, ?>) there).get(key), pointer);
    }
    return there;
  }
}
