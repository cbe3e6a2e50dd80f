package homework.arch.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.version.Version;

/**
 * A folder of pictures: their sources, what they were rendered to, and a file that remembers both.
 *
 * <p>The file holds for each source a sum of all that its pictures depend on, and for each picture
 * the sum of its bytes. Pictures are not rendered anew to compare them, as fonts differ.
 */
record PictureFolder(Path folder) {
  private static final String SOURCE = ".puml";
  private static final String SUMS = "pictures.sha256";
  private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*!include\\s+(\\S+)\\s*$");
  private static final Pattern RENDERED = Pattern.compile(".+\\.(svg|png)");

  List<Path> sources() {
    return files().filter(file -> file.getFileName().toString().endsWith(SOURCE)).toList();
  }

  List<Path> svgs() {
    return files().filter(file -> file.getFileName().toString().endsWith(".svg")).toList();
  }

  /** The sources that PlantUML cannot draw, in the light or in the dark. */
  List<String> notDrawn() {
    return sources().stream()
        .flatMap(
            source ->
                Stream.of(false, true)
                    .flatMap(dark -> Drawing.of(source, FileFormat.SVG, dark).broken().stream()))
        .distinct()
        .toList();
  }

  /** The pictures that were not made of their source as it is, or not kept as they were made. */
  List<String> outdated() {
    Map<String, Set<String>> remembered = remembered();
    List<String> outdated = new ArrayList<>();
    for (Path source : sources()) {
      String name = source.getFileName().toString();
      if (!Set.of(sumOf(source)).equals(remembered.get(name))) {
        outdated.add(name + " has changed since it was rendered");
      }
      for (Path picture : pictures(source)) {
        String file = picture.getFileName().toString();
        if (!Files.exists(picture)) {
          outdated.add(file + " is missing");
        } else if (!Set.of(sumOf(bytes(picture))).equals(remembered.get(file))) {
          outdated.add(file + " is not what was rendered");
        }
      }
    }
    return outdated;
  }

  List<String> withoutSource() {
    List<Path> withSource =
        sources().stream().flatMap(source -> pictures(source).stream()).toList();
    return files()
        .filter(file -> RENDERED.matcher(file.getFileName().toString()).matches())
        .filter(file -> !withSource.contains(file))
        .map(file -> file.getFileName() + " has no source")
        .toList();
  }

  /** The pictures that no document shows, or that one shows without the dark one. */
  List<String> notShown(List<Path> documents) {
    List<String> notShown = new ArrayList<>();
    for (Path source : sources()) {
      String light = "pictures/" + nameOf(source) + ".svg";
      String dark = "pictures/" + nameOf(source) + "-dark.svg";
      List<Path> shownBy =
          documents.stream().filter(document -> Docs.read(document).contains(light)).toList();
      if (shownBy.isEmpty()) {
        notShown.add(nameOf(source) + " is in no document");
      }
      shownBy.stream()
          .filter(document -> !Docs.read(document).contains(dark))
          .forEach(
              document ->
                  notShown.add(document.getFileName() + " shows " + light + " without the dark"));
    }
    return notShown;
  }

  /** Renders what is outdated, and leaves the rest as it is. */
  void write() throws IOException {
    Map<String, String> sums = new TreeMap<>();
    List<String> outdated = outdated();
    for (Path source : sources()) {
      List<Path> pictures = pictures(source);
      if (isOutdated(source, outdated)) {
        Files.write(pictures.get(0), Drawing.of(source, FileFormat.SVG, false).image());
        Files.write(pictures.get(1), Drawing.of(source, FileFormat.SVG, true).image());
        Files.write(pictures.get(2), Drawing.of(source, FileFormat.PNG, false).image());
      }
      sums.put(source.getFileName().toString(), sumOf(source));
      pictures.forEach(file -> sums.put(file.getFileName().toString(), sumOf(bytes(file))));
    }
    Files.write(
        folder.resolve(SUMS),
        sums.entrySet().stream().map(sum -> sum.getValue() + "  " + sum.getKey()).toList());
  }

  private boolean isOutdated(Path source, List<String> outdated) {
    return Stream.concat(Stream.of(source), pictures(source).stream())
        .anyMatch(
            file -> outdated.stream().anyMatch(line -> line.startsWith(file.getFileName() + " ")));
  }

  private List<Path> pictures(Path source) {
    return Stream.of(".svg", "-dark.svg", ".png")
        .map(ending -> folder.resolve(nameOf(source) + ending))
        .toList();
  }

  private static String nameOf(Path source) {
    String file = source.getFileName().toString();
    return file.substring(0, file.length() - SOURCE.length());
  }

  private Map<String, Set<String>> remembered() {
    Map<String, Set<String>> remembered = new TreeMap<>();
    Path sums = folder.resolve(SUMS);
    if (Files.exists(sums)) {
      Docs.read(sums)
          .lines()
          .map(line -> line.split("  ", 2))
          .forEach(line -> remembered.computeIfAbsent(line[1], f -> new TreeSet<>()).add(line[0]));
    }
    return remembered;
  }

  private String sumOf(Path source) {
    return sumOf(
        (Version.versionString() + "\n" + withIncluded(source)).getBytes(StandardCharsets.UTF_8));
  }

  private String withIncluded(Path file) {
    StringBuilder text = new StringBuilder(Docs.read(file));
    Matcher include = INCLUDE.matcher(Docs.read(file));
    while (include.find()) {
      text.append(withIncluded(folder.resolve(include.group(1))));
    }
    return text.toString();
  }

  private static String sumOf(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
