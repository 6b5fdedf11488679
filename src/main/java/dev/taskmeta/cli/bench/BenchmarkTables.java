package dev.taskmeta.cli.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Tables of the benchmark's own, dropped when it is closed and when the process is interrupted. */
public final class BenchmarkTables implements AutoCloseable {

  private final Settings settings;
  private final TaskSchema schema;
  private final String prefix;
  private final AtomicBoolean dropped = new AtomicBoolean();
  private final Thread atExit = new Thread(this::dropAtExit, "drop the benchmark's tables");
  private final Consumer<String> warnings;

  private BenchmarkTables(Settings settings, String prefix, Consumer<String> warnings) {
    this.prefix = prefix;
    this.warnings = warnings;
    this.settings =
        settings.toBuilder()
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .set(Setting.DATABASE_TABLE_NAMES, names(prefix))
            .build();
    this.schema = TaskSchema.of(this.settings);
  }

  /**
   * Names the tables; nothing is made yet.
   *
   * @param settings where; what they say of table names and the cleanup is not used
   * @param warnings is told if the tables cannot be dropped when the process is interrupted
   */
  public static BenchmarkTables in(Settings settings, Consumer<String> warnings) {
    String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    return new BenchmarkTables(settings, TaskSchema.BENCHMARK_PREFIX + suffix + "_", warnings);
  }

  private static String names(String prefix) {
    return ("task=%1$stask,group=%1$sgroup,group_member=%1$smember,lease=%1$slease,history=%1$shistory,"
            + "views=%1$sv_,others=%1$s")
        .formatted(prefix);
  }

  /** Returns what the names of all begin with. */
  public String prefix() {
    return prefix;
  }

  /** Returns the settings that lead to these tables. */
  public Settings settings() {
    return settings;
  }

  /** Makes the tables. */
  public void create() {
    Runtime.getRuntime().addShutdownHook(atExit);
    schema.migrate();
  }

  /** Opens a backend on them. */
  public ResultBackend open() {
    return ResultBackend.open(settings);
  }

  private void dropAtExit() {
    try {
      drop();
    } catch (RuntimeException e) {
      warnings.accept("the tables %s… remain: %s".formatted(prefix, e.getMessage()));
    }
  }

  private void drop() {
    if (dropped.compareAndSet(false, true)) {
      schema.dropBenchmarkTables();
    }
  }

  @Override
  public void close() {
    drop();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending: the hook finds nothing left to do.
    }
  }
}
