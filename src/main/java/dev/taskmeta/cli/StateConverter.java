package dev.taskmeta.cli;

import dev.taskmeta.RefusedValueException;
import dev.taskmeta.TaskState;
import picocli.CommandLine;

/** Reads states, in their exact case. */
final class StateConverter implements CommandLine.ITypeConverter<TaskState> {

  @Override
  public TaskState convert(String text) {
    try {
      return TaskState.of(text);
    } catch (RefusedValueException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }
}
