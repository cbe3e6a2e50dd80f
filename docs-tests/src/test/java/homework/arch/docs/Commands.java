package homework.arch.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The commands that a document tells its readers, as bash takes them apart: quotes, pipes, loops
 * and variables are bash's own business. Nothing is run, see {@code told-commands.sh}.
 *
 * @param all in order
 * @param complaints what bash said where it could not read them; empty if it could
 */
record Commands(List<Command> all, String complaints) {

  /** In which languages a block is for the terminal; what is not begins with {@code text}. */
  private static final Set<String> LANGUAGES = Set.of("", "bash", "sh", "shell", "console");

  private static final Path SCRIPT =
      Docs.ROOT.resolve("docs-tests/src/test/resources/told-commands.sh");
  private static final Path WORK = Docs.ROOT.resolve("docs-tests/target/told-commands");

  /**
   * @param line of the document, where its block begins; 0 within a sentence
   * @param words the program and its arguments
   */
  record Command(Markdown document, int line, List<String> words) {

    String program() {
      return words.get(0);
    }

    List<String> arguments() {
      return words.subList(1, words.size());
    }

    @Override
    public String toString() {
      return "%s:%d: %s".formatted(document.name(), line, String.join(" ", words));
    }
  }

  static Commands in(Markdown document) {
    try {
      Path folder =
          Files.createDirectories(WORK.resolve(document.name().replaceAll("[^a-zA-Z0-9.]", "-")));
      List<String> blocks = new ArrayList<>();
      for (Markdown.CodeBlock block : document.codeBlocks()) {
        if (LANGUAGES.contains(block.language())) {
          blocks.add(write(folder, blocks.size() + "-line-" + block.line(), block.text()));
        }
      }
      for (String span : document.codeSpans()) {
        if (CommandRules.isCommand(span)) {
          blocks.add(write(folder, blocks.size() + "-line-0", span));
        }
      }
      return blocks.isEmpty() ? new Commands(List.of(), "") : read(document, folder, blocks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String write(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text + "\n").toString();
  }

  private static Commands read(Markdown document, Path folder, List<String> blocks)
      throws IOException, InterruptedException {
    Path record = Files.writeString(folder.resolve("record"), "");
    Path said = folder.resolve("said");
    List<String> bash = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    bash.addAll(blocks);
    ProcessBuilder builder =
        new ProcessBuilder(bash)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile());
    builder.environment().put("RECORD", record.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(20, TimeUnit.SECONDS);
    process.destroyForcibly();
    List<Command> commands =
        Arrays.stream(Files.readString(record).split("\u001e"))
            .filter(line -> !line.isEmpty())
            .map(line -> command(document, line))
            .toList();
    return new Commands(commands, ended ? Files.readString(said).strip() : "it does not end");
  }

  private static Command command(Markdown document, String recorded) {
    List<String> parts = List.of(recorded.split("\u001f", -1));
    String block = parts.get(0);
    int line = Integer.parseInt(block.substring(block.lastIndexOf('-') + 1));
    return new Command(document, line, parts.subList(1, parts.size()));
  }
}
