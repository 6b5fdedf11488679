package dev.taskmeta.docs;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Field;

/** A table of 50,000 tasks of 50 days, the six of the page among them, for plans. */
final class ManyTasks {

  private static final int STORED = 2_000;
  private static final int COPIES = 25;

  private ManyTasks() {}

  static void store(ResultBackend backend, TestSchema schema) {
    Random random = new Random(7);
    Instant now = Instant.now();
    List<TaskUpdate> tasks = new ArrayList<>();
    for (int at = 0; at < STORED; at++) {
      tasks.add(task(at, random, now));
    }
    backend.storeAll(tasks);
    ReportedTasks.store(backend);
    schema.execute(copies(schema.engine()));
    schema.execute(
        schema.engine() == TestEngine.MYSQL || schema.engine() == TestEngine.MARIADB
            ? "analyze table task_meta"
            : "analyze");
  }

  private static TaskUpdate task(int at, Random random, Instant now) {
    int kind = random.nextInt(100);
    TaskState state =
        kind < 90
            ? TaskState.SUCCESS
            : kind < 95 ? TaskState.FAILURE : kind < 98 ? TaskState.STARTED : TaskState.PENDING;
    Instant created = now.minus(Duration.ofMinutes(random.nextInt(50 * 24 * 60)));
    TaskUpdate.Builder task =
        TaskUpdate.builder("task-" + at, state)
            .name(
                at % 100 == 0 ? "reports.nightly" : at % 100 == 1 ? "mail.send" : "name-" + at % 20)
            .queue("queue-" + at % 3)
            .worker("worker-" + at % 7)
            .createdAt(created);
    if (random.nextInt(10) == 0) {
      task.parentId("task-" + random.nextInt(STORED));
    }
    if (!state.equals(TaskState.PENDING)) {
      task.startedAt(created.plusSeconds(1));
    }
    if (state.equals(TaskState.STARTED) && random.nextInt(3) == 0) {
      task.aliveFor(Duration.ofMinutes(1));
    }
    if (state.isReady()) {
      task.finishedAt(created.plusSeconds(2 + random.nextInt(60)));
    }
    return state.equals(TaskState.FAILURE)
        ? task.error(TaskError.of("Error" + random.nextInt(5), "order " + at)).build()
        : task.result(at).build();
  }

  private static String copies(TestEngine engine) {
    String columns = TASK_META.fieldStream().map(Field::getName).collect(Collectors.joining(", "));
    String id =
        engine == TestEngine.MYSQL || engine == TestEngine.MARIADB
            ? "concat(task_id, '-', n)"
            : "task_id || '-' || n";
    String numbers =
        IntStream.range(1, COPIES)
            .mapToObj(n -> "select " + n + " as n")
            .collect(Collectors.joining(" union all "));
    return "insert into task_meta (%s) select %s from task_meta cross join (%s) numbers"
        .formatted(columns, columns.replaceFirst("task_id", id), numbers);
  }
}
