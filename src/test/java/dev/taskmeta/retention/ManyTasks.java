package dev.taskmeta.retention;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Many tasks of all kinds under policies of all kinds, the same in each database that they are
 * stored in. None is within hours of the end of its time.
 */
final class ManyTasks {

  private static final int CHUNK = 1_000;

  private static final List<@Nullable String> NAMES =
      Arrays.asList(
          "report.daily",
          "report.weekly",
          "mail.send",
          "Mail.send",
          "keep.one",
          "keep.two",
          "save.one",
          "a_d",
          "aXd",
          "ünïcode 😀",
          "lost",
          null);

  private static final List<TaskState> STATES =
      List.of(
          TaskState.SUCCESS,
          TaskState.SUCCESS,
          TaskState.SUCCESS,
          TaskState.SUCCESS,
          TaskState.SUCCESS,
          TaskState.FAILURE,
          TaskState.FAILURE,
          TaskState.REVOKED,
          TaskState.STARTED,
          TaskState.RETRY);

  private final int count;
  private final Instant base;

  /** Makes them; they are seen from a time. */
  ManyTasks(int count, Instant base) {
    this.count = count;
    this.base = base;
  }

  void storeIn(ResultBackend backend, TestSchema schema) {
    policies(backend);
    Random random = new Random(42);
    for (int from = 0; from < count; from += CHUNK) {
      List<TaskUpdate> updates = new ArrayList<>();
      for (int at = from; at < Math.min(count, from + CHUNK); at++) {
        updates.add(update(at, random));
      }
      backend.storeAll(updates);
    }
    alter(schema);
  }

  private TaskUpdate update(int number, Random random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    TaskState state =
        "lost".equals(name) ? TaskState.STARTED : STATES.get(random.nextInt(STATES.size()));
    Duration age =
        Duration.ofDays(5L * random.nextInt(20)).plusHours(12).plusSeconds(random.nextInt(10_000));
    Instant end = base.minus(age);
    TaskUpdate.Builder update =
        TaskUpdate.builder("task-" + number, state).createdAt(end.minusSeconds(100));
    if (name != null) {
      update.name(name);
    }
    int queue = random.nextInt(4);
    if (queue > 0) {
      update.queue(List.of("fast", "slow", "last").get(queue - 1));
    }
    if (random.nextBoolean()) {
      update.retries(random.nextInt(4));
    }
    if (state.isReady()) {
      update.startedAt(end.minusMillis(random.nextInt(90_000))).finishedAt(end);
    }
    if (state == TaskState.FAILURE) {
      update.error(TaskError.of("app.Broken", "order " + number + " is broken"));
    } else if (state == TaskState.SUCCESS) {
      update.result("result " + number);
    }
    switch (number % 50) {
      case 0 -> update.resultExpires(Duration.ofHours(1));
      case 1 -> update.resultExpires(Duration.ZERO);
      default -> {}
    }
    return update.build();
  }

  private static void policies(ResultBackend backend) {
    Duration month = Duration.ofDays(30);
    List<RetentionPolicy.Builder> policies =
        List.of(
            RetentionPolicy.builder("*").keep(month),
            RetentionPolicy.builder("report.*").keep(Duration.ofDays(7)).archive(null, false),
            RetentionPolicy.builder("report.daily").state(TaskState.SUCCESS).keep(Duration.ZERO),
            RetentionPolicy.builder("mail.*")
                .queue("fast")
                .keep(Duration.ofDays(60))
                .priority(5)
                .archive(Duration.ofDays(365), true),
            RetentionPolicy.builder("keep.*").keep(Duration.ofDays(10)).keepLast(20),
            RetentionPolicy.builder("save.*")
                .keep(Duration.ofDays(10))
                .keepLast(5)
                .archive(Duration.ofDays(365), true),
            RetentionPolicy.builder("a_d"),
            RetentionPolicy.builder("*").priority(100).keep(Duration.ZERO).enabled(false),
            RetentionPolicy.builder("*").state(TaskState.STARTED).keep(Duration.ofDays(20)),
            RetentionPolicy.builder("*").queue("last").keep(Duration.ofDays(5)).keepLast(3));
    policies.forEach(policy -> backend.retention().put(policy.build()));
  }

  /** What the interface has no word for: unfinished tasks of long ago, lost ones, holds, groups. */
  private void alter(TestSchema schema) {
    ArchivedRows times = new ArchivedRows(schema);
    String long40 = times.time(base.minus(Duration.ofDays(40)));
    String long39 = times.time(base.minus(Duration.ofDays(39)));
    schema.execute(
        "update task_meta set updated_at = %s, expires_at = %s where finished_at is null and coalesce(name, '') <> 'lost' and task_id like '%%7'"
            .formatted(long40, long39));
    schema.execute(
        "update task_meta set updated_at = %s where finished_at is null and task_id not like '%%7'"
            .formatted(times.time(base.minus(Duration.ofHours(84)))));
    schema.execute(
        "update task_meta set expires_at = %s where expires_from = 'store' and expires_at is not null"
            .formatted(long39));
    schema.execute(
        "update task_meta set alive_until = %s where name = 'lost' and task_id like '%%3'"
            .formatted(long39));
    schema.execute(
        "insert into task_hold (task_id, reason) select task_id, 'audit' from task_meta where task_id like '%99'");
    for (int group = 0; group < 300; group++) {
      Instant end = base.plus(Duration.ofDays(group % 2 == 0 ? -1 : 1));
      schema.execute(
          "insert into group_meta (group_id, created_at, expires_at) values ('g%d', %s, %s)"
              .formatted(group, long40, times.time(end)));
      schema.execute(
          "insert into group_member (group_id, position, task_id) values ('g%d', 0, 'task-%d')"
              .formatted(group, group));
    }
  }
}
