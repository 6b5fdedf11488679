package dev.taskmeta.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands by their names, in the order of the help. */
final class Commands {

  private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("run", RunCommand.class);
    ALL.put("get", GetCommand.class);
    ALL.put("wait", WaitCommand.class);
    ALL.put("store", StoreCommand.class);
    ALL.put("list", ListCommand.class);
    ALL.put("forget", ForgetCommand.class);
    ALL.put("hold", HoldCommand.class);
    ALL.put("group", GroupCommand.class);
    ALL.put("report", ReportCommand.class);
    ALL.put("migrate", MigrateCommand.class);
    ALL.put("cleanup", CleanupCommand.class);
    ALL.put("retention", RetentionCommand.class);
    ALL.put("doctor", DoctorCommand.class);
    ALL.put("demo", DemoCommand.class);
    ALL.put("bench", BenchCommand.class);
    ALL.put("generate-completion", GenerateCompletion.class);
  }

  private Commands() {}

  /**
   * Adds the command that the arguments call; all of them if they call none, or ask for help.
   * Reading what all the others take, only to call one, would be most of the time that a short
   * command takes.
   */
  static void add(CommandLine line, String... args) {
    Optional<String> called = called(line, args);
    ALL.forEach(
        (name, command) -> {
          if (called.isEmpty() || called.get().equals(name)) {
            line.addSubcommand(name, command);
            line.getSubcommands()
                .get(name)
                .getCommandSpec()
                .mixinStandardHelpOptions(true)
                .versionProvider(line.getCommandSpec().versionProvider());
          }
        });
  }

  /** The first word that is no option of the line itself, if it is a command about itself. */
  private static Optional<String> called(CommandLine line, String... args) {
    line.setStopAtUnmatched(true);
    try {
      ParseResult parsed = line.parseArgs(args);
      boolean help = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
      return help
          ? Optional.empty()
          : parsed.unmatched().stream().findFirst().filter(Commands::standsAlone);
    } catch (ParameterException e) {
      // It comes again, and is told, when the line is parsed as a whole.
      return Optional.empty();
    } finally {
      line.setStopAtUnmatched(false).setUnmatchedArgumentsAllowed(false);
    }
  }

  /** The completion of a shell is about all commands. */
  private static boolean standsAlone(String name) {
    return ALL.containsKey(name) && ALL.get(name) != GenerateCompletion.class;
  }
}
