package dev.taskmeta.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaException;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTablesTest {

  @TempDir Path folder;
  private Settings settings;

  @BeforeEach
  void settings() {
    settings =
        Settings.builder()
            .set(Setting.RESULT_BACKEND, "db+sqlite:///" + folder.resolve("bench.db"))
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .build();
  }

  @Test
  void areGoneWhenClosed() {
    Settings own;
    try (BenchmarkTables tables = BenchmarkTables.in(settings, warning -> {})) {
      tables.create();
      own = tables.settings();
      TaskSchema.of(own).validate();
    }

    assertThatThrownBy(() -> TaskSchema.of(own).validate()).isInstanceOf(SchemaException.class);
  }

  @Test
  void noOtherTablesAreDropped() {
    try (ResultBackend backend = ResultBackend.open(settings)) {
      backend.store(TaskUpdate.of("kept", TaskState.SUCCESS));

      assertThatThrownBy(() -> TaskSchema.of(settings).dropBenchmarkTables())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("task_meta")
          .hasMessageContaining(TaskSchema.BENCHMARK_PREFIX);
      assertThat(backend.exists("kept")).isTrue();
    }
  }

  @Test
  void oneForeignNameAmongThemIsEnoughToDropNone() {
    try (BenchmarkTables tables = BenchmarkTables.in(settings, warning -> {})) {
      tables.create();
      String names = tables.settings().text(Setting.DATABASE_TABLE_NAMES).orElseThrow();
      Settings mixed =
          tables.settings().toBuilder()
              .set(Setting.DATABASE_TABLE_NAMES, names.replaceAll("history=.*", "history=mine"))
              .build();

      assertThatThrownBy(() -> TaskSchema.of(mixed).dropBenchmarkTables())
          .isInstanceOf(ConfigurationException.class);
      TaskSchema.of(tables.settings()).validate();
    }
  }
}
