package homework.arch.audit;

import homework.arch.audit.Facts.Fact;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One check: that each row of a read model is what the events make it. Events go on while rows are
 * read, so a row is right that is what they had made it when it was read, or made it later.
 *
 * @param <V> the rows
 */
final class ReadModel<V extends Record> {

  private static final int LONGEST_VALUE = 80;

  private final Findings findings;
  private final boolean isReadable;
  private long size;

  /**
   * @param failure why it cannot be read; null if it can
   */
  ReadModel(Findings findings, @Nullable String failure) {
    this.findings = findings;
    this.isReadable = failure == null;
    if (failure != null) {
      findings.fault("The read model cannot be read: " + failure);
    }
  }

  /** How many rows there are by the events. */
  long size() {
    return size;
  }

  AuditReport.Check looked() {
    return findings.looked("%d, as a replay would give them", size);
  }

  Row row(Fact first) {
    return new Row(first.id());
  }

  /** The row of one thing: first what the events had made it before it was read. */
  final class Row {

    private final UUID id;
    private @Nullable V read;
    private @Nullable V told;
    private boolean isDue;
    private boolean fits;

    Row(UUID id) {
      this.id = id;
    }

    @Nullable V told() {
      return told;
    }

    /** An event makes it this. */
    void told(V row, Fact by) {
      isDue |= !by.sinceMark();
      fits |= row.equals(read);
      told = row;
    }

    /** The service tells it. */
    void read(V row) {
      fits = row.equals(told);
      read = row;
    }

    void check() {
      if (told != null) {
        size++;
      }
      if (!isReadable || fits) {
        return;
      }
      if (read != null && told != null) {
        findings.fault(id, "%s", difference(read, told));
      } else if (read != null) {
        findings.fault(id, "is in the read model, but no event tells of it");
      } else if (isDue) {
        findings.fault(id, "is missing in the read model");
      }
    }
  }

  private static String difference(Record row, Record told) {
    return Arrays.stream(row.getClass().getRecordComponents())
        .filter(field -> !Objects.equals(value(field, row), value(field, told)))
        .map(
            field ->
                "has the %s %s in the read model, the events make it %s"
                    .formatted(
                        field.getName(),
                        shortened(value(field, row)),
                        shortened(value(field, told))))
        .collect(Collectors.joining("; "));
  }

  private static String value(RecordComponent field, Record record) {
    try {
      return String.valueOf(field.getAccessor().invoke(record));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getClass() + " cannot be looked into", e);
    }
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }
}
