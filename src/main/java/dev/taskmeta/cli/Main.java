package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code taskmeta}. */
@Command(
    name = "taskmeta",
    description = "Keeps the state, result and times of tasks in a SQL database.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      GetCommand.class,
      WaitCommand.class,
      StoreCommand.class,
      ListCommand.class,
      ForgetCommand.class,
      GroupCommand.class,
      ReportCommand.class,
      MigrateCommand.class,
      CleanupCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      GenerateCompletion.class
    })
public final class Main {

  private static final String DEFAULT_BACKEND = "db+sqlite:///taskmeta.db";

  private final Surroundings surroundings;
  private final Console console;

  @Option(
      names = "--backend",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = {
        "where tasks are kept: db+postgresql://…, db+mysql://…, db+sqlite:///FILE, jdbc:…; else"
            + " TASKMETA_RESULT_BACKEND, else "
            + DEFAULT_BACKEND
            + " in the current folder. A password in the environment is seen by fewer people."
      })
  private @Nullable String url;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "show stack traces and what the libraries log")
  private boolean verbose;

  Main(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.console = new Console(surroundings);
  }

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(new Main(Surroundings.ofProcess()).run(args));
  }

  /** Runs the command line; returns its exit code. */
  int run(String... args) {
    CommandLine line = commandLine();
    int code = line.execute(args);
    console.out().flush();
    console.err().flush();
    return code;
  }

  CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    Problems problems = new Problems(this);
    line.setOut(console.out())
        .setErr(console.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(surroundings.colourOut() ? Ansi.ON : Ansi.OFF))
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true)
        .registerConverter(Duration.class, new DurationConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(TaskState.class, new StateConverter())
        .setParameterExceptionHandler(problems)
        .setExecutionExceptionHandler(problems)
        .setExecutionStrategy(this::execute);
    line.getSubcommands().get("run").setStopAtPositional(true);
    line.getSubcommands().values().forEach(Main::addExitCodes);
    addExitCodes(line);
    return line;
  }

  private static void addExitCodes(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(new LinkedHashMap<>(ExitCode.help()));
  }

  private int execute(CommandLine.ParseResult parsed) {
    if (surroundings.ownsProcess()) {
      Logging.configure(console, verbose);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Console console() {
    return console;
  }

  boolean verbose() {
    return verbose;
  }

  /**
   * The settings of the environment and the command line.
   *
   * @param mode what to do about the schema unless the user says that himself: MIGRATE gives way to
   *     any, VALIDATE only to OFF
   */
  Settings settings(SchemaMode mode) {
    Map<String, String> environment = surroundings.environment();
    Settings given = Settings.fromEnvironment(environment);
    Settings.Builder builder = given.toBuilder().set(Setting.CLEANUP_SCHEDULE, "off");
    if (url != null) {
      builder
          .unset(Setting.DATABASE_URL)
          .unset(Setting.REPORTING_BACKEND)
          .set(Setting.RESULT_BACKEND, url);
    } else if (given.resultBackend().isEmpty()) {
      builder.set(Setting.RESULT_BACKEND, DEFAULT_BACKEND);
    }
    if (!given.isSet(Setting.DATABASE_POOL_SIZE)) {
      builder.set(Setting.DATABASE_POOL_SIZE, "2");
    }
    if (mode == SchemaMode.VALIDATE && given.schemaMode() != SchemaMode.OFF) {
      builder
          .unset(Setting.DATABASE_CREATE_TABLES_AT_SETUP)
          .set(Setting.SCHEMA_MODE, SchemaMode.VALIDATE);
    }
    return builder.build();
  }

  /** Opens the backend for a command that creates the schema or, with VALIDATE, creates nothing. */
  ResultBackend open(SchemaMode mode) {
    return ResultBackend.open(settings(mode));
  }

  /** The backend's URL as messages may show it. */
  static String shownUrl(Settings settings) {
    return SecretMask.urls(settings.resultBackend().orElse(DEFAULT_BACKEND));
  }
}
