package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Removes tasks. */
@Command(
    description = {
      "Removes what is stored of tasks; unknown ones are no error.",
      "If any of them is held, removes none and exits 6."
    },
    footer = {"", "Example:", "  taskmeta forget 0a8c2f6e-4d1f-4a57-9b55-1f2f3c1c7c11"})
final class ForgetCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "the tasks' ids")
  private List<String> ids;

  @Override
  public Integer call() {
    try (ResultBackend backend = main.open(SchemaMode.VALIDATE)) {
      LinkedHashSet<String> distinct = new LinkedHashSet<>(ids);
      int forgotten = backend.forget(distinct);
      main.console().line("forgot %d of %d".formatted(forgotten, distinct.size()));
      return ExitCode.DONE.code();
    }
  }
}
