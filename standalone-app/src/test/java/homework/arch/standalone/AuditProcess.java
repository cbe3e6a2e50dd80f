package homework.arch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The audit as an operator runs it: the command, its output and its exit code. */
record AuditProcess(int exitCode, String report, String log) {

  private static final int PATIENCE_SECONDS = 180;

  /** Runs it in the folder, to its end. */
  static AuditProcess run(Path folder, Map<String, String> environment) {
    try {
      Path jar = Path.of("../standalone-app/target/standalone-app.jar").toAbsolutePath();
      Path report = Files.createTempFile(folder, "audit", ".txt");
      Path log = Files.createTempFile(folder, "audit", ".log");
      List<String> command = new ArrayList<>(ArchivedClasses.option());
      command.add(0, ProcessHandle.current().info().command().orElse("java"));
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
      // The parent, which is started from the jar, warns that these classes are not its own. That
      // would stand in the report.
      command.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr"));
      command.addAll(List.of("-jar", jar.normalize().toString(), "audit"));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(report.toFile())
              .redirectError(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the audit did not end:\n" + Files.readString(log));
      }
      return new AuditProcess(process.exitValue(), Files.readString(report), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
