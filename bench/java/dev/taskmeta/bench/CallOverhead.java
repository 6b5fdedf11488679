package dev.taskmeta.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs above its driver: Taskmeta and plain JDBC with the same statements, prepared
 * once, each on a SQLite in memory, on tasks that are there already so that nothing grows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CallOverhead {

  private static final int TASKS = 1_000;
  private static final String SAMPLE = "0";

  private static final String RESULT = "x".repeat(98);

  private ResultBackend backend;
  private Connection plain;
  private PreparedStatement upsert;
  private PreparedStatement select;
  private RecordedStatement upsertText;
  private RecordedStatement selectText;

  /** Makes both databases and puts the tasks there. */
  @Setup
  public void open() throws SQLException {
    Settings settings = Settings.builder().set(Setting.CLEANUP_SCHEDULE, "off").build();
    backend = ResultBackend.builder().settings(settings).url("db+sqlite://").build();
    plain = DriverManager.getConnection("jdbc:sqlite:file:/plain?vfs=memdb");
    RecordingDataSource recording =
        new RecordingDataSource(
            () -> DriverManager.getConnection("jdbc:sqlite:file:/plain?vfs=memdb"));
    try (ResultBackend recorded =
        ResultBackend.builder().settings(settings).dataSource(recording).build()) {
      recorded.store(progress(SAMPLE));
      recorded.get(SAMPLE);
      upsertText = recording.last("insert into");
      selectText = recording.last("select");
    }
    upsert = plain.prepareStatement(upsertText.sql());
    select = plain.prepareStatement(selectText.sql());
    for (int at = 0; at < TASKS; at++) {
      backend.store(progress("task-" + at));
      upsertText.bind(upsert, SAMPLE, "task-" + at, at + (1L << 51));
      upsert.execute();
    }
  }

  /** Closes both. */
  @TearDown
  public void close() throws SQLException {
    backend.close();
    plain.close();
  }

  /** A state that may be stored again and again, with what a success has. */
  private static TaskUpdate progress(String taskId) {
    return TaskUpdate.builder(taskId, TaskState.of("PROGRESS"))
        .name("bench.sample")
        .args(List.of(2, 3))
        .kwargs(Map.of("currency", "EUR"))
        .queue("bench")
        .worker("bench@localhost")
        .retries(0)
        .startedAt(Instant.now())
        .result(RESULT)
        .build();
  }

  private static String anyTask() {
    return "task-" + ThreadLocalRandom.current().nextInt(TASKS);
  }

  @Benchmark
  public boolean storeWithTaskmeta() {
    return backend.store(progress(anyTask()));
  }

  @Benchmark
  public boolean storeWithJdbc() throws SQLException {
    upsertText.bind(upsert, SAMPLE, anyTask(), ThreadLocalRandom.current().nextLong());
    return upsert.execute();
  }

  @Benchmark
  public TaskMeta getWithTaskmeta() {
    return backend.get(anyTask());
  }

  @Benchmark
  public List<Object> getWithJdbc() throws SQLException {
    selectText.bind(select, SAMPLE, anyTask(), 0);
    List<Object> row = new ArrayList<>();
    try (ResultSet result = select.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        for (int column = 1; column <= columns; column++) {
          row.add(result.getObject(column));
        }
      }
    }
    return row;
  }
}
