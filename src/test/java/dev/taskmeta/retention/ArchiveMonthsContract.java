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
import dev.taskmeta.testing.LogCapture;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Months made and dropped. Left out on SQLite: it has no partitions. */
abstract class ArchiveMonthsContract extends ArchiveContract {

  /** What a drop may leave behind. */
  static final String LEAVING =
      "select table_name from information_schema.tables where table_name like '%leaving'";

  @Test
  void severalAtOnceMakeTheMonthsOnce(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      List<CompletableFuture<Prepared>> all =
          Stream.generate(
                  () ->
                      CompletableFuture.supplyAsync(
                          () -> new ArchiveUpkeep(archive(store)).prepare(),
                          work -> new Thread(work).start()))
              .limit(4)
              .toList();
      assertThat(all).allSatisfy(each -> assertThat(each.get().problem()).isNull());
      assertThat(archive(store).ready(ArchiveUpkeep.AHEAD).missing()).isEmpty();
    }
  }

  @Test
  void monthsOfSomebodyElseAreLeftAndCompleted(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      archive(store).make(1);
      assertThat(archive(store).ready(ArchiveUpkeep.AHEAD).missing()).hasSize(2);
      Prepared prepared = new ArchiveUpkeep(archive(store)).prepare();
      assertThat(prepared.problem()).isNull();
      assertThat(prepared.ready().missing()).isEmpty();
    }
  }

  @Test
  void whoMayNotMakeMonthsIsToldWhatToRun(TestSchema schema) {
    open(schema, schema.url()).close();
    ArchivedRows rows = new ArchivedRows(schema);
    rows.makeMonthsOfThePast();
    rows.archive("over", JANUARY, FEBRUARY);
    rows.archive("past", MARCH, Instant.now().minus(Duration.ofDays(1)));
    try (ResultStore store = open(schema, schema.restrictedUrl());
        LogCapture log = new LogCapture()) {
      ArchiveUpkeep upkeep = new ArchiveUpkeep(archive(store));
      Prepared prepared = upkeep.prepare();
      assertThat(prepared.urgent()).isTrue();
      assertThat(prepared.ready().isReady()).isFalse();
      assertThat(prepared.ready().missing()).hasSize(4);
      assertThat(prepared.problem())
          .contains("nothing can be archived now")
          .doesNotContain(prepared.ready().sql().get(0));
      assertThat(log.complaints())
          .anyMatch(
              line ->
                  line.contains(
                      prepared.problem()
                          + "; as the owner of the tables run: "
                          + prepared.ready().sql().get(0)));

      Retired retired = upkeep.retire(10);
      assertThat(retired.months()).isZero();
      assertThat(retired.problems())
          .hasSize(3)
          .allMatch(each -> each.contains("cannot be dropped"));
      assertThat(rows.ids("task_archive")).as("the long overdue one went").containsExactly("past");
      assertThat(upkeep.retire(10).problems()).as("told once").isEmpty();

      prepared.ready().sql().forEach(schema::execute);
      assertThat(upkeep.prepare().problem()).isNull();
      rows.archive("now", Instant.now(), null);
    }
  }

  @Test
  void whoMayNotMakeMonthsIsWarnedAMonthBeforeTheLastOneEnds(TestSchema schema) {
    try (ResultStore owner = open(schema, schema.url());
        ResultStore store = open(schema, schema.restrictedUrl());
        LogCapture log = new LogCapture()) {
      archive(owner).make(0);
      Prepared late = new ArchiveUpkeep(archive(store)).prepare();
      assertThat(late.ready().isReady()).isTrue();
      assertThat(late.ready().missing()).hasSize(3);
      assertThat(late.urgent()).isTrue();
      assertThat(log.complaints())
          .anyMatch(
              line ->
                  line.contains("a place only for what is archived before " + late.ready().until())
                      && line.contains("run: " + late.ready().sql().get(0)));

      archive(owner).make(2);
      Prepared early = new ArchiveUpkeep(archive(store)).prepare();
      assertThat(early.ready().missing()).hasSize(1);
      assertThat(early.urgent()).isFalse();
      assertThat(log.text())
          .contains("INFO", "a place only for what is archived before " + early.ready().until());
      assertThat(log.complaints())
          .noneMatch(line -> line.contains("archived before " + early.ready().until()));
    }
  }

  @Test
  void aMonthGoesAsAWholeWhenEachOfItsRowsMay(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      new ArchiveUpkeep(archive(store)).prepare();
      ArchivedRows rows = new ArchivedRows(schema);
      if (!rows.months().isEmpty()) {
        throw new AssertionError("there is a past already");
      }
      rows.makeMonthsOfThePast();
      rows.archive("a1", JANUARY, FEBRUARY);
      rows.archive("a2", JANUARY, Instant.now().minusSeconds(60));
      rows.archive("b1", FEBRUARY, Instant.now().minusSeconds(60));
      rows.archive("b2", FEBRUARY, Instant.now().plusSeconds(3600));
      rows.archive("c1", MARCH, null);
      rows.archive("now", Instant.now(), Instant.now().minusSeconds(60));
      assertThat(retired(archive(store), 10)).isEqualTo(new Retired(1, 0, 0, false, List.of()));
      assertThat(rows.months()).containsExactly("02", "03");
      assertThat(rows.ids("task_archive")).containsExactly("b1", "b2", "c1", "now");
      schema.execute("delete from task_archive where task_id in ('b2', 'c1')");
      assertThat(retired(archive(store), 10).months()).as("an empty month goes too").isEqualTo(2);
      assertThat(rows.months()).isEmpty();
      assertThat(rows.ids("task_archive")).containsExactly("now");
    }
  }

  @Test
  void theRoleThatMaintainsDropsMonths(TestSchema schema) {
    open(schema, schema.url()).close();
    ArchivedRows rows = new ArchivedRows(schema);
    rows.makeMonthsOfThePast();
    rows.archive("a", JANUARY, FEBRUARY);
    rows.archive("b", JANUARY, FEBRUARY);
    hold(schema, "b");
    String maintained = AsMaintenance.maintained(schema);
    try (ResultStore store = open(schema, maintained)) {
      Retired retired = retired(archive(store), 10);
      assertThat(retired.problems()).isEmpty();
      assertThat(retired.months()).isPositive();
      assertThat(retired.moved()).isEqualTo(1);
    }
    assertThat(rows.months()).doesNotContain("01");
    assertThat(rows.ids("task_archive")).isEmpty();
    assertThat(rows.ids("task_archive_held")).containsExactly("b");
    assertThat(rows.texts(LEAVING)).isEmpty();
  }

  @Test
  void heldRowsMoveBeforeTheirMonthGoes(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      for (String id : List.of("a", "b", "c", "d")) {
        rows.archive(id, JANUARY, FEBRUARY);
      }
      rows.archive("b", MARCH, null);
      String columns =
          "select concat_ws('|', archived_at, name, state, created_at, retries, error_message,"
              + " result, keep_until) from %s where task_id = 'b' and archived_at = "
              + rows.time(JANUARY);
      List<String> before = rows.texts(columns.formatted("task_archive"));
      hold(schema, "b");
      hold(schema, "b");
      hold(schema, "c");
      release(rows, "c");
      hold(schema, "elsewhere");
      Retired retired = retired(archive(store), 10);
      assertThat(retired.moved()).isEqualTo(1);
      assertThat(rows.months()).doesNotContain("01");
      assertThat(rows.ids("task_archive_held")).containsExactly("b");
      assertThat(rows.texts(columns.formatted("task_archive_held"))).isEqualTo(before).hasSize(1);
    }
  }

  @Test
  void aHoldThatIsCommittedWhileADropWaitsIsSeen(TestSchema schema) throws Exception {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      rows.archive("held", JANUARY, FEBRUARY);
      CompletableFuture<Retired> dropped;
      try (Connection connection = schema.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        // The drop cannot begin its last look before this commit, whichever of the two comes first.
        statement.execute("insert into task_hold (task_id, reason) values ('held', 'audit')");
        dropped = CompletableFuture.supplyAsync(() -> retired(archive(store), 10));
        // By then it has looked once without the lock, and found no hold.
        Thread.sleep(300);
        connection.commit();
      }
      assertThat(dropped.get().moved()).isEqualTo(1);
      assertThat(rows.ids("task_archive_held")).containsExactly("held");
    }
  }

  @Test
  void aMonthThatOthersUseIsLeftForTheNextRun(TestSchema schema) throws Exception {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      schema.execute("delete from task_archive");
      rows.archive("a", JANUARY, FEBRUARY);
      rows.archive("b", FEBRUARY, null);
      rows.archive("c", MARCH, null);
      try (Connection connection = schema.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.executeQuery("select * from task_archive").close();
        ArchiveUpkeep upkeep = new ArchiveUpkeep(archive(store));
        Retired retired = upkeep.retire(10);
        assertThat(retired.months()).isZero();
        assertThat(retired.problems()).hasSize(1);
        assertThat(rows.ids("task_archive")).contains("a");
        assertThat(rows.texts(LEAVING)).isEmpty();
        connection.commit();
      }
      assertThat(retired(archive(store), 10).months()).isEqualTo(1);
      assertThat(rows.ids("task_archive")).containsExactly("b", "c");
    }
  }

  @Test
  void aMonthThatIsNotDueAnyMoreStays(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      rows.archive("a", JANUARY, FEBRUARY);
      ArchiveStore.Part part = archive(store).due().get(0);
      schema.execute("update task_archive set keep_until = null");
      assertThat(archive(store).drop(part)).isEmpty();
      assertThat(rows.ids("task_archive")).containsExactly("a");
    }
  }

  @Test
  void anArchiveOfAnotherNameIsFoundAndKept(TestSchema schema) {
    boolean inSchema = schema.engine() == TestEngine.POSTGRESQL;
    Settings.Builder settings =
        Settings.builder().set(Setting.DATABASE_TABLE_NAMES, "task=app_task,group=app_group");
    if (inSchema) {
      settings.set(Setting.DATABASE_TABLE_SCHEMAS, "task=two,group=two");
    }
    StoreContext context = new StoreContext(schema.url(), null, settings.build());
    try (ResultStore store = new SqlProvider().open(context)) {
      Prepared prepared = new ArchiveUpkeep(archive(store)).prepare();
      assertThat(prepared.problem()).isNull();
      assertThat(prepared.ready().missing()).isEmpty();
      assertThat(retired(archive(store), 10).months()).isZero();
      schema.execute(
          inSchema
              ? """
                create table two.january partition of two.app_task_task_archive
                  for values from ('2025-01-01') to ('2025-02-01')
                """
              : """
                alter table app_task_task_archive reorganize partition p_before into (
                  partition p_before values less than ('2025-01-01'),
                  partition january values less than ('2026-11-01'))
                """);
      assertThat(retired(archive(store), 10).months()).isEqualTo(1);
    }
  }
}
