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
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
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
    // Neither a logo nor conversions of what no command takes are worth their time.
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    System.setProperty("picocli.converters.excludes", "java.time.*,java.sql.*");
    ResultBackend.warmUp();
    System.exit(new Main(Surroundings.ofProcess()).run(args));
  }

  /** Runs the command line; returns its exit code. */
  int run(String... args) {
    CommandLine line = commandLine(args);
    int code = line.execute(args);
    console.out().flush();
    console.err().flush();
    return code;
  }

  /** Makes the command line that runs these arguments; without any, that with all commands. */
  CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(this).setExpandAtFiles(false);
    Commands.add(line, args);
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
    addExitCodes(line);
    CommandLine run = line.getSubcommands().get("run");
    if (run != null) {
      run.setStopAtPositional(true);
    }
    return line;
  }

  private static void addExitCodes(CommandLine line) {
    line.getSubcommands().values().forEach(Main::addExitCodes);
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(new LinkedHashMap<>(ExitCode.help()));
    line.getSubcommands().values().forEach(Main::addExitCodes);
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
          .unset(Setting.MAINTENANCE_BACKEND)
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

  /**
   * The settings as an application with this environment has them, which checks the schema only.
   */
  Settings settingsOfApplication() {
    Settings given = Settings.fromEnvironment(surroundings.environment());
    Settings.Builder builder = settings(SchemaMode.VALIDATE).toBuilder();
    return given.isSet(Setting.CLEANUP_SCHEDULE)
        ? builder.set(Setting.CLEANUP_SCHEDULE, given.cleanupSchedule()).build()
        : builder.unset(Setting.CLEANUP_SCHEDULE).build();
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
