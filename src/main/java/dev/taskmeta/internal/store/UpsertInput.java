package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.TaskState;
import dev.taskmeta.spi.TaskWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of the upsert: the new value of a column, or what a column is computed from.
 *
 * @param name its name within the statement
 * @param type a column of the parameter's type
 * @param column the column that it is the new value of, or null
 * @param value what an update gives for it
 */
record UpsertInput(
    String name,
    TableField<Record, ?> type,
    @Nullable TaskColumn column,
    Function<TaskWrite, @Nullable Object> value) {

  /** What the four that are no columns are called. */
  static final String ALIVE_MICROS = "alive_micros";

  static final String LATER_ETA = "later_eta";
  static final String KEEP_MICROS = "keep_micros";
  static final String KEEP_FROM = "keep_from";

  /** All inputs, in the order of their parameters. */
  static List<UpsertInput> all(Expiry expiry) {
    List<UpsertInput> inputs = new ArrayList<>();
    for (TaskColumn column : TaskColumn.ALL) {
      inputs.add(new UpsertInput(column.field().getName(), column.field(), column, column.value()));
    }
    inputs.add(micros(ALIVE_MICROS, UpsertInput::aliveMicros));
    // There only where the expiry is computed from it, else the statement has no place for it.
    inputs.add(
        new UpsertInput(
            LATER_ETA,
            TASK_META.ETA,
            null,
            write -> write.state().isReady() || expiry.micros(write) == null ? null : write.eta()));
    inputs.add(micros(KEEP_MICROS, expiry::micros));
    inputs.add(
        new UpsertInput(
            KEEP_FROM,
            TASK_META.EXPIRES_FROM,
            null,
            write -> write.keepSeconds() == null ? null : Expiry.FROM_STORE));
    return List.copyOf(inputs);
  }

  private static UpsertInput micros(String name, Function<TaskWrite, @Nullable Object> value) {
    return new UpsertInput(name, TASK_META.KEEP_SECONDS, null, value);
  }

  private static @Nullable Long aliveMicros(TaskWrite write) {
    Duration aliveFor = write.aliveFor();
    return aliveFor == null || TaskState.SETTLED.contains(write.state())
        ? null
        : Long.valueOf(aliveFor.toNanos() / 1_000);
  }

  /** Whether every update gives a value. */
  boolean always() {
    return column != null && column.always();
  }
}
