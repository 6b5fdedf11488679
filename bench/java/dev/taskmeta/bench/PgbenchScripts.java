package dev.taskmeta.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.SampleTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the scripts that let pgbench send what Taskmeta sends for one store and for one get, and
 * leaves the tables, with the tasks 1 to 10,000 to read from, in the database.
 *
 * <p>Arguments: JDBC URL, folder of the scripts, bytes of a result.
 */
final class PgbenchScripts {

  private static final int READABLE = 10_000;

  /**
   * A time and an id that only rise, as ours do: else the indexes would be hit at random places. n
   * is given as the microseconds since 1970 at which pgbench begins: it has no clock, and no text
   * but numbers, hence {@code to_timestamp} in its statement.
   */
  private static final String RISING =
      """
      \\set n :n + 1
      \\set time :n * 0.000001
      \\set id :n * 1000 + :client_id
      """;

  /** As long as our ids, so that its rows and its keys are as wide. */
  private static final String RISING_ID = "('01900000-0000-700' || :id)";

  private PgbenchScripts() {}

  public static void main(String[] args) throws IOException {
    RecordingDataSource recording =
        new RecordingDataSource(() -> DriverManager.getConnection(args[0]));
    Path folder = Files.createDirectories(Path.of(args[1]));
    SampleTask sample = new SampleTask(Integer.parseInt(args[2]));
    Settings settings = Settings.builder().set(Setting.CLEANUP_SCHEDULE, "off").build();
    try (ResultBackend backend =
        ResultBackend.builder().dataSource(recording).settings(settings).build()) {
      for (int from = 1; from <= READABLE; from += 500) {
        List<dev.taskmeta.TaskUpdate> updates = new ArrayList<>();
        for (int at = from; at < from + 500; at++) {
          updates.add(sample.success(String.valueOf(at)));
        }
        backend.storeAll(updates);
      }
      backend.store(sample.success("1"));
      write(folder, "store", RISING + token(), RISING_ID, recording.last("insert into"));
      backend.get("1");
      String sets = "\\set id random(1, %d)\n".formatted(READABLE);
      write(folder, "get", sets, ":id", recording.last("select"));
    }
  }

  private static String token() {
    return "\\set token random(-4500000000000000000, 4500000000000000000)\n";
  }

  /** Writes a script, and the texts in it, which pgbench takes as options, one to a line. */
  private static void write(
      Path folder, String name, String sets, String id, RecordedStatement statement)
      throws IOException {
    StringBuilder sql = new StringBuilder();
    List<String> definitions = new ArrayList<>();
    int index = 0;
    for (String part : statement.sql().split("\\?", -1)) {
      if (index > 0) {
        sql.append(variable(index, id, statement.parameters(), definitions));
      }
      sql.append(part);
      index++;
    }
    Files.writeString(folder.resolve(name + ".sql"), sets + sql + ";\n");
    Files.write(folder.resolve(name + ".definitions"), definitions);
    Files.writeString(folder.resolve(name + ".jdbc"), statement.sql() + "\n");
  }

  private static String variable(
      int index, String id, Map<Integer, Object> parameters, List<String> definitions) {
    Object value = parameters.get(index);
    if (value == null || value instanceof RecordedStatement.Null) {
      return "null";
    }
    if (value.equals("1")) {
      return id;
    }
    if (RecordedStatement.isToken(value)) {
      return ":token";
    }
    if (RecordedStatement.isTime(value)) {
      return "to_timestamp(:time)";
    }
    definitions.add("p" + index + "=" + value);
    // pgjdbc says the type of numbers; pgbench does not.
    return ":p"
        + index
        + (value instanceof Long ? "::int8" : value instanceof Integer ? "::int4" : "");
  }
}
