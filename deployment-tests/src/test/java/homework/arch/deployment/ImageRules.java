package homework.arch.deployment;

import homework.arch.deployment.Image.FileInImage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What each of our images must be. */
final class ImageRules {

  private static final List<String> LAYERS =
      List.of(
          "dependencies",
          "project dependencies",
          "resources",
          "classes",
          "jvm arg files",
          "extra files");
  private static final List<String> FLAGS =
      List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=/tmp", "-Duser.timezone=UTC");
  private static final List<String> ENVIRONMENT =
      List.of(
          "SERVER_ADDRESS=0.0.0.0",
          "MANAGEMENT_SERVER_ADDRESS=0.0.0.0",
          "SERVER_PORT=8080",
          "MANAGEMENT_SERVER_PORT=9080",
          "JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=65");
  private static final List<String> LABELS =
      List.of("title", "description", "licenses", "version", "created", "base.name");
  private static final Pattern SECRET =
      Pattern.compile(".*(\\.(pem|key|p12|jks|env)|id_rsa|id_ed25519|\\.npmrc|settings\\.xml)");
  private static final Pattern ONLY_FOR_TESTS =
      Pattern.compile(
          ".*(Test|IT)\\.class|.*libs/(junit|assertj|mockito|archunit).*|.*-tests\\.jar");

  private final String tag;
  private final String created;

  ImageRules(String tag, String created) {
    this.tag = tag;
    this.created = created;
  }

  /** Says what is wrong with the image, in a sentence for each; nothing if it is right. */
  List<String> broken(Image image) {
    List<String> broken = new ArrayList<>();
    if (!image.user().equals("10001:10001")) {
      broken.add("it runs as \"" + image.user() + "\" and not as 10001:10001");
    }
    if (!image.workingDirectory().equals("/tmp")) {
      broken.add("it runs in " + image.workingDirectory() + ", where it cannot write");
    }
    for (String flag : FLAGS) {
      if (!image.entrypoint().contains(flag)) {
        broken.add("the JVM is started without " + flag);
      }
    }
    for (String argument : image.entrypoint()) {
      if (argument.startsWith("-Xmx")) {
        broken.add(argument + " does not know the memory of the container");
      }
    }
    for (String variable : image.environment()) {
      if (!ENVIRONMENT.contains(variable)) {
        broken.add("it sets " + variable);
      }
    }
    for (String variable : ENVIRONMENT) {
      if (!image.environment().contains(variable)) {
        broken.add("it does not set " + variable);
      }
    }
    for (String label : LABELS) {
      if (image.label(label).isBlank()) {
        broken.add("it has no label org.opencontainers.image." + label);
      }
    }
    if (!image.label("version").equals(tag)) {
      broken.add("its version is " + image.label("version") + " and not " + tag);
    }
    if (!image.created().toString().equals(created)) {
      broken.add("it was created at " + image.created() + " and not at " + created);
    }
    if (!image.layerNames().equals(LAYERS)) {
      broken.add("its layers are " + image.layerNames());
    }
    image.files().forEach(file -> check(file, broken));
    return broken;
  }

  private static void check(FileInImage file, List<String> broken) {
    String path = file.path();
    if (!path.startsWith("app/") && !path.equals("usr/local/bin/healthy")) {
      broken.add(path + " is in an odd place");
    }
    if (path.equals("usr/local/bin/healthy") && (file.mode() & 0111) != 0111) {
      broken.add(path + " cannot be executed by everyone");
    }
    if (file.owner() != 0 || (file.mode() & 0022) != 0) {
      broken.add(path + " could be changed by others than root");
    }
    if (file.modified().getEpochSecond() > 1) {
      broken.add(path + " has a time, so that no two builds are the same");
    }
    if (SECRET.matcher(path).matches()) {
      broken.add(path + " may be a secret");
    }
    if (ONLY_FOR_TESTS.matcher(path).matches()) {
      broken.add(path + " is for tests");
    }
  }
}
