package dev.taskmeta.cli;

import dev.taskmeta.CodecException;
import dev.taskmeta.ConfigurationException;
import dev.taskmeta.RefusedValueException;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskHeldException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line on standard error and an exit code. */
final class Problems
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {

  private final Main main;

  Problems(Main main) {
    this.main = main;
  }

  @Override
  public int handleExecutionException(Exception problem, CommandLine line, ParseResult parsed) {
    if (problem instanceof ParameterException wrongUse) {
      return handleParseException(wrongUse, new String[0]);
    }
    ExitCode code = codeOf(problem);
    String what = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    if (code == ExitCode.TROUBLE) {
      what = problem + (main.verbose() ? "" : " (a defect; --verbose shows where)");
    }
    main.console().error(what);
    if (main.verbose()) {
      main.console().err().println(SecretMask.urls(dev.taskmeta.TaskError.traceback(problem)));
    }
    return isRun(line) ? ExitCode.TROUBLE.code() : code.code();
  }

  private static ExitCode codeOf(Exception problem) {
    if (problem instanceof TaskHeldException) {
      return ExitCode.REFUSED;
    }
    if (problem instanceof StoreException) {
      return ExitCode.UNAVAILABLE;
    }
    boolean usage =
        problem instanceof ConfigurationException
            || problem instanceof RefusedValueException
            || problem instanceof CodecException;
    return usage ? ExitCode.USAGE : ExitCode.TROUBLE;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine line = problem.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    main.console().error(problem.getMessage() + "\nTry '" + name + " --help'.");
    return isRun(line) ? ExitCode.TROUBLE.code() : ExitCode.USAGE.code();
  }

  /** Its exit code could else be mistaken for that of the command it was to run. */
  private static boolean isRun(CommandLine line) {
    return line.getCommandName().equals("run");
  }
}
