package dev.taskmeta.retention;

import static dev.taskmeta.retention.ArchivedRows.FEBRUARY;
import static dev.taskmeta.retention.ArchivedRows.JANUARY;
import static dev.taskmeta.retention.ArchivedRows.MARCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.internal.store.SqlProvider;
import dev.taskmeta.retention.ArchiveUpkeep.Prepared;
import dev.taskmeta.retention.ArchiveUpkeep.Retired;
import dev.taskmeta.spi.ArchiveStore;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The upkeep of the archive as on every engine, with or without partitions. */
abstract class ArchiveContract implements DatabaseTest {

  static ResultStore open(TestSchema schema, String url) {
    String mode = url.equals(schema.url()) ? "migrate" : "validate";
    Settings settings = Settings.builder().set(Setting.SCHEMA_MODE, mode).build();
    return new SqlProvider().open(new StoreContext(url, null, settings));
  }

  static ArchiveStore archive(ResultStore store) {
    return store.archive().orElseThrow();
  }

  /** Retires until there is nothing more to do; returns the sums. */
  static Retired retired(ArchiveStore store, int limit) {
    ArchiveUpkeep upkeep = new ArchiveUpkeep(store);
    int months = 0;
    long moved = 0;
    int deleted = 0;
    Retired step;
    do {
      step = upkeep.retire(limit);
      months += step.months();
      moved += step.moved();
      deleted += step.deleted();
      assertThat(step.problems()).isEmpty();
    } while (step.more());
    return new Retired(months, moved, deleted, false, List.of());
  }

  static void hold(TestSchema schema, String id) {
    schema.execute("insert into task_hold (task_id, reason) values ('%s', 'audit')".formatted(id));
  }

  static void release(ArchivedRows rows, String id) {
    rows.schema()
        .execute(
            "update task_hold set released_at = %s where task_id = '%s'"
                .formatted(rows.time(Instant.now()), id));
  }

  @Test
  void whatIsArchivedNowAndInThreeMonthsHasAPlace(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchiveUpkeep upkeep = new ArchiveUpkeep(archive(store));
      Prepared prepared = upkeep.prepare();
      assertThat(prepared.problem()).isNull();
      assertThat(prepared.ready().isReady()).isTrue();
      assertThat(prepared.ready().missing()).isEmpty();
      Prepared again = upkeep.prepare();
      assertThat(again.ready().made()).isEqualTo(prepared.ready().made());
      ArchivedRows rows = new ArchivedRows(schema);
      Instant now = Instant.now();
      rows.archive("now", now, null);
      rows.archive("later", now.plus(Duration.ofDays(89)), null);
      assertThat(rows.ids("task_archive")).containsExactly("later", "now");
      assertThat(retired(archive(store), 10).months()).isZero();
    }
  }

  @Test
  void overdueRowsOfAMonthThatStaysGoInBatchesAndHeldOnesStay(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      Instant now = Instant.now();
      rows.archive("ever", JANUARY, null);
      rows.archive("future", FEBRUARY, now.plus(Duration.ofDays(1)));
      for (int at = 0; at < 5; at++) {
        rows.archive("over" + at, JANUARY, now.minus(Duration.ofDays(32)));
        rows.archive("past" + at, FEBRUARY, now.minus(Duration.ofDays(30)));
      }
      hold(schema, "over1");
      hold(schema, "over2");
      release(rows, "over2");
      Retired retired = retired(archive(store), 2);
      boolean inMonths = schema.engine() != TestEngine.SQLITE;
      assertThat(retired.months()).as("March, which is empty").isEqualTo(inMonths ? 1 : 0);
      assertThat(retired.deleted()).isEqualTo(inMonths ? 4 : 9);
      assertThat(rows.ids("task_archive"))
          .containsExactlyElementsOf(
              inMonths
                  ? List.of("ever", "future", "over1", "past0", "past1", "past2", "past3", "past4")
                  : List.of("ever", "future", "over1"));
      release(rows, "over1");
      assertThat(retired(archive(store), 2).deleted()).isEqualTo(1);
    }
  }

  @Test
  void movedRowsGoWhenTheyAreReleased(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      for (String id : List.of("held", "released", "kept")) {
        Instant keepUntil = id.equals("kept") ? Instant.now().plusSeconds(3600) : MARCH;
        schema.execute(
            """
            insert into task_archive_held (archived_at, task_id, state, created_at, keep_until)
            values (%1$s, '%2$s', 'SUCCESS', %1$s, %3$s)
            """
                .formatted(rows.time(JANUARY), id, rows.time(keepUntil)));
      }
      hold(schema, "held");
      assertThat(retired(archive(store), 10).deleted()).isEqualTo(1);
      assertThat(rows.ids("task_archive_held")).containsExactly("held", "kept");
      release(rows, "held");
      assertThat(retired(archive(store), 10).deleted()).isEqualTo(1);
      assertThat(rows.ids("task_archive_held")).containsExactly("kept");
    }
  }
}
