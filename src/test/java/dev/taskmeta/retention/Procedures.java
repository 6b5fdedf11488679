package dev.taskmeta.retention;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;

/** Makes the procedure of a test database as its administrator would, by the database's client. */
final class Procedures {

  static final String CALL = "call taskmeta_cleanup()";

  private Procedures() {}

  static Settings.Builder settings(TestSchema schema) {
    return Settings.builder()
        .set(Setting.RESULT_BACKEND, schema.url())
        .set(Setting.CLEANUP_PAUSE, "0");
  }

  /** What is printed for a schedule that this engine has. */
  static String scheduled(TestSchema schema, Settings settings) {
    return TaskSchema.of(settings)
        .cleanupScript(
            schema.engine() == TestEngine.POSTGRESQL
                ? ProcedureSchedule.PG_CRON
                : ProcedureSchedule.MYSQL_EVENT,
            Duration.ofMinutes(1),
            Duration.ZERO);
  }

  /** The procedure alone: an event would call it by itself. */
  static String alone(TestSchema schema, Settings settings, Duration longest) {
    String script =
        TaskSchema.of(settings)
            .cleanupScript(ProcedureSchedule.SHELL, Duration.ofMinutes(5), longest);
    String begin = "<<'TASKMETA'\n";
    int from = script.indexOf(begin) + begin.length();
    return script.substring(from, script.indexOf("\nTASKMETA\n", from) + 1);
  }

  static void make(TestSchema schema, Settings settings) throws Exception {
    DatabaseClient.run(schema, alone(schema, settings, Duration.ZERO));
  }
}
