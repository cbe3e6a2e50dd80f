package homework.arch.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The services of a compose file, with its variables at their defaults. */
record ComposeFile(Map<String, Service> services) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

  static ComposeFile of(Path path) {
    try {
      return of(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ComposeFile of(String text) {
    String settled = VARIABLE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(m.group(1)));
    Map<String, Service> services = new LinkedHashMap<>();
    map(map(yaml(settled)).get("services"))
        .forEach((name, service) -> services.put(name, new Service(map(service))));
    return new ComposeFile(services);
  }

  Service service(String name) {
    Service service = services.get(name);
    if (service == null) {
      throw new AssertionError("there is no service " + name);
    }
    return service;
  }

  static Object yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, entry) -> map.put(key.toString(), entry));
    }
    return map;
  }

  /** One service, as it is written. */
  record Service(Map<String, Object> entries) {

    String text(String key) {
      return String.valueOf(entries.get(key));
    }

    List<String> list(String key) {
      Object value = entries.get(key);
      if (value instanceof List<?> values) {
        return values.stream().map(String::valueOf).toList();
      }
      return value == null ? List.of() : List.of(value.toString());
    }

    Map<String, String> environment() {
      Map<String, String> environment = new LinkedHashMap<>();
      map(entries.get("environment"))
          .forEach((name, value) -> environment.put(name, String.valueOf(value)));
      return environment;
    }

    boolean has(String key) {
      return entries.containsKey(key);
    }

    /** The part of the image's name after the colon; empty without one. */
    String tag() {
      String image = text("image");
      int colon = image.lastIndexOf(':');
      return colon > image.lastIndexOf('/') ? image.substring(colon + 1) : "";
    }
  }
}
