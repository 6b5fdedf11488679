package dev.taskmeta.internal.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * One step of the schema, the same on every engine.
 *
 * @param version 1, 2, 3 …
 * @param name what it does, in words joined by underscores
 */
public record MigrationScript(int version, String name) {

  /** All steps in order. A folder on the class path cannot be listed reliably; a test compares. */
  public static final List<MigrationScript> ALL =
      List.of(
          new MigrationScript(1, "create_task_meta"),
          new MigrationScript(2, "create_group_meta"),
          new MigrationScript(3, "create_group_member"),
          new MigrationScript(4, "create_maintenance_lease"),
          new MigrationScript(5, "add_error_fingerprint"),
          new MigrationScript(6, "create_v_task"),
          new MigrationScript(7, "create_v_task_failures"),
          new MigrationScript(8, "create_v_task_running"),
          new MigrationScript(9, "create_v_group_progress"),
          new MigrationScript(10, "add_counted"),
          new MigrationScript(11, "create_retention_policy"),
          new MigrationScript(12, "create_retention_applied"),
          new MigrationScript(13, "create_task_hold"),
          new MigrationScript(14, "create_cleanup_run"),
          new MigrationScript(15, "create_cleanup_run_policy"),
          new MigrationScript(16, "create_task_archive"),
          new MigrationScript(17, "create_task_archive_held"),
          new MigrationScript(18, "create_task_daily"),
          new MigrationScript(19, "create_task_daily_runtime"),
          new MigrationScript(20, "index_failures"),
          new MigrationScript(21, "set_storage_parameters"),
          new MigrationScript(22, "add_sweep"),
          new MigrationScript(23, "index_maintenance"),
          new MigrationScript(24, "add_percentiles"),
          new MigrationScript(25, "create_v_task_daily"),
          new MigrationScript(26, "add_over_usual_p99"),
          new MigrationScript(27, "create_v_retention"));

  /** The placeholder for the word that lets PostgreSQL work beside those who write. */
  static final String CONCURRENTLY = "concurrently";

  /** Returns the version that has all of the steps, 0 for no steps. */
  static int newest(List<MigrationScript> scripts) {
    return scripts.stream().mapToInt(MigrationScript::version).max().orElse(0);
  }

  String fileName() {
    return "V" + version + "__" + name + ".sql";
  }

  /** Returns what the history table calls it, such as {@code create task meta}. */
  String description() {
    return name.replace('_', ' ');
  }

  /** Returns it as people read it, such as {@code V1 create task meta}. */
  @Override
  public String toString() {
    return "V" + version + " " + description();
  }

  /** Returns its SQL for an engine, with placeholders in place of the tables' names. */
  String template(Engine engine) {
    String path = engine.migrations() + "/" + fileName();
    try (InputStream file = MigrationScript.class.getClassLoader().getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("The migration " + path + " is not on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The migration " + path + " cannot be read", e);
    }
  }

  /** Returns its SQL for an engine, with what stands for the placeholders. */
  public String sql(Engine engine, Map<String, String> placeholders) {
    String sql = template(engine);
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      sql = sql.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
    }
    return sql;
  }

  /**
   * Tells whether it is made to run beside those who write to the tables, in no transaction, and to
   * be run again from its start after an interruption.
   */
  boolean isLive(Engine engine) {
    return template(engine).contains("${" + CONCURRENTLY + "}");
  }

  /** Returns the statements of a script; in ours each ends where a line does. */
  static List<String> statements(String sql) {
    return Arrays.stream(sql.split(";\\s*(\\n|$)"))
        .filter(statement -> !statement.lines().allMatch(MigrationScript::isEmpty))
        .toList();
  }

  private static boolean isEmpty(String line) {
    return line.isBlank() || line.startsWith("--");
  }

  /** Returns the line, from 1, where its first statement begins; after the last if it has none. */
  int firstStatement(Engine engine) {
    List<String> lines = template(engine).lines().toList();
    int line = 0;
    while (line < lines.size() && isEmpty(lines.get(line))) {
      line++;
    }
    return line + 1;
  }

  /** Returns the checksum that Flyway gives it: CRC-32 over its lines without their ends. */
  int checksum(Engine engine) {
    CRC32 checksum = new CRC32();
    new BufferedReader(new StringReader(template(engine)))
        .lines()
        .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) checksum.getValue();
  }
}
