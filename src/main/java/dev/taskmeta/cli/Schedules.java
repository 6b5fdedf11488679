package dev.taskmeta.cli;

import dev.taskmeta.retention.ProcedureSchedule;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What may call a procedure, as users write it. */
final class Schedules implements CommandLine.ITypeConverter<ProcedureSchedule>, Iterable<String> {

  private static final List<ProcedureSchedule> ALL = List.of(ProcedureSchedule.values());

  @Override
  public ProcedureSchedule convert(String text) {
    return ALL.stream()
        .filter(each -> each.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "'%s' is none of %s"
                        .formatted(
                            text,
                            ALL.stream().map(Object::toString).collect(Collectors.joining(", ")))));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(ProcedureSchedule.values()).map(Object::toString).iterator();
  }
}
