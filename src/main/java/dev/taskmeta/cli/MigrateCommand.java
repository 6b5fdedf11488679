package dev.taskmeta.cli;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes the schema, or prints how. */
@Command(
    description = "Creates the tables or brings them up to date; safe to run at any time.",
    footer = {"", "Example:", "  taskmeta migrate --plan --schema jobs > taskmeta.sql"})
final class MigrateCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Option(
      names = "--plan",
      description = "change nothing; print the SQL that an administrator would run by hand")
  private boolean plan;

  @Option(
      names = "--roles",
      description =
          "with --plan: four roles too (owner, application, maintenance, reporting), each with the"
              + " rights that it needs and no more; an administrator runs it")
  private boolean roles;

  @Option(
      names = "--role",
      paramLabel = "ROLE=NAME",
      description =
          "with --roles, repeatable: what a role is called (default: taskmeta_owner,"
              + " taskmeta_application, taskmeta_maintenance, taskmeta_reporting)")
  private Map<DatabaseRole, String> names = new EnumMap<>(DatabaseRole.class);

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
    if (roles && !plan || !names.isEmpty() && !roles) {
      throw new ParameterException(
          spec.commandLine(),
          roles ? "--roles prints SQL: give --plan with it" : "--role names a role of --roles");
    }
    TaskSchema administration = TaskSchema.of(settings);
    if (plan) {
      main.console().out().print(roles ? administration.plan(names) : administration.plan());
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
