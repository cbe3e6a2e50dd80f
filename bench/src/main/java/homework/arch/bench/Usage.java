package homework.arch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What processes use of the machine, as Linux tells it in /proc; not a number elsewhere. */
final class Usage {

  /** In Linux the same on all processors. */
  private static final double TICKS_A_SECOND = 100;

  private Usage() {}

  /**
   * Seconds of processor time that the process has used so far, with its children: those that live,
   * and those that it has seen end.
   */
  static double cpu(long pid) {
    return (ticks(pid, 4) + children(pid).mapToDouble(child -> ticks(child, 2)).sum())
        / TICKS_A_SECOND;
  }

  /**
   * Megabytes of memory that the process and its children have; what several processes share is
   * shared out among them.
   */
  static double memory(long pid) {
    return ownMemory(pid) + children(pid).mapToDouble(Usage::ownMemory).sum();
  }

  private static double ownMemory(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
              .filter(line -> line.startsWith("Pss:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / 1024.0;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static LongStream children(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .mapToLong(ProcessHandle::pid);
  }

  /** The first of utime, stime, cutime, cstime; the name before them may have spaces in it. */
  private static double ticks(long pid, int fields) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      List<String> after = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      return after.subList(11, 11 + fields).stream().mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
