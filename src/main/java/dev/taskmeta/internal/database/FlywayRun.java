package dev.taskmeta.internal.database;

import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/** The one class that touches Flyway, so that nothing else needs it on the class path. */
final class FlywayRun {

  private FlywayRun() {}

  /**
   * Applies what is pending up to a version.
   *
   * @return what was applied, such as {@code V1 create task meta}
   * @throws org.flywaydb.core.api.FlywayException if it cannot
   */
  static List<String> migrate(SchemaTarget target, int version) {
    List<String> applied = new ArrayList<>();
    for (MigrateOutput script : configuration(target, version).load().migrate().migrations) {
      applied.add("V" + script.version + " " + script.description);
    }
    return applied;
  }

  /** Returns the line of the script where its failing statement begins, -1 if no script failed. */
  static int failedLine(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FlywaySqlScriptException script) {
        return script.getLineNumber();
      }
    }
    return -1;
  }

  private static FluentConfiguration configuration(SchemaTarget target, int version) {
    FluentConfiguration configuration =
        Flyway.configure(FlywayRun.class.getClassLoader())
            .loggers(QuietFlywayLog.class.getName())
            .dataSource(target.dataSource())
            .locations("classpath:" + target.engine().migrations())
            .failOnMissingLocations(true)
            // Flyway would run what the application keeps for its own migrations.
            .callbackLocations("classpath:" + target.engine().migrations())
            .skipDefaultCallbacks(true)
            .table(target.names().history())
            .placeholders(target.sqlNames().placeholders(target.names().schema(), false))
            .target(Integer.toString(version))
            .createSchemas(false)
            // The schema may be full of the application's own tables.
            .baselineOnMigrate(true)
            .baselineVersion("0");
    String schema = target.names().schema();
    return schema == null ? configuration : configuration.schemas(schema);
  }
}
