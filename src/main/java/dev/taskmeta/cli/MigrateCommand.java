package dev.taskmeta.cli;

import dev.taskmeta.SchemaMode;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes the schema, or prints how. */
@Command(
    description = "Creates the tables or brings them up to date; safe to run at any time.",
    footer = {"", "Example:", "  taskmeta migrate --plan --schema jobs > taskmeta.sql"})
final class MigrateCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Option(
      names = "--plan",
      description = "change nothing; print the SQL that an administrator would run by hand")
  private boolean plan;

  @Option(
      names = "--schema",
      paramLabel = "S",
      description =
          "the schema of the tables (database_table_schemas); other commands need the"
              + " same in TASKMETA_DATABASE_TABLE_SCHEMAS")
  private @Nullable String schema;

  @Override
  public Integer call() {
    Settings settings = main.settings(SchemaMode.MIGRATE);
    if (schema != null) {
      settings = settings.toBuilder().set(Setting.DATABASE_TABLE_SCHEMAS, schema).build();
    }
    TaskSchema administration = TaskSchema.of(settings);
    if (plan) {
      main.console().out().print(administration.plan());
      return ExitCode.DONE.code();
    }
    List<String> applied = administration.migrate();
    applied.forEach(script -> main.console().line("applied " + script));
    if (applied.isEmpty()) {
      main.console().line("up to date: " + Main.shownUrl(settings));
    }
    return ExitCode.DONE.code();
  }
}
