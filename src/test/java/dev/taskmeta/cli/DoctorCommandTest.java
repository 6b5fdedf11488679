package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  @TempDir Path folder;
  private CommandLineRun.On taskmeta;
  private final TestSchema schema = TestDatabase.sqlite().newSchema();

  @BeforeEach
  void migrate() {
    taskmeta = new CommandLineRun.On(folder).set("TASKMETA_RESULT_BACKEND", schema.url());
    assertThat(taskmeta.run("migrate").code()).isZero();
  }

  @Test
  void saysThatNothingIsWrong() {
    CommandLineRun run = taskmeta.run("doctor", "--strict");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("nothing is wrong in db+sqlite:///").hasLineCount(1);
    assertThat(taskmeta.run("doctor", "--json").out()).isEmpty();
  }

  @Test
  void aWarningCountsOnlyWhenStrict() {
    schema.execute("drop index task_meta_parent_idx");

    CommandLineRun run = taskmeta.run("doctor");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("warning drift task_meta.task_meta_parent_idx: the index is missing")
        .contains("\n    create index \"task_meta_parent_idx\" on \"task_meta\" (parent_id)")
        .contains("0 errors, 1 warning, 0 worth knowing in db+sqlite");
    assertThat(taskmeta.run("doctor", "--strict").code()).isEqualTo(7);
  }

  @Test
  void anErrorExitsWithSeven() {
    schema.execute("drop view v_task_failures");

    CommandLineRun run = taskmeta.run("doctor", "--json");
    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out())
        .hasLineCount(1)
        .startsWith(
            "{\"severity\":\"error\",\"check\":\"drift\",\"subject\":\"v_task_failures\","
                + "\"reason\":\"the view is missing")
        .contains("\"remedy\":\"drop view if exists");
  }

  @Test
  void aDatabaseThatIsNotThereIsAFindingAndNoFileIsMade() {
    CommandLineRun run = taskmeta.run("--backend", "db+sqlite:///missing.db", "doctor");

    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out()).startsWith("error connection database: ");
    assertThat(folder.resolve("missing.db")).doesNotExist();
  }

  @Test
  void rolesAreNamedOnlyWhereTheyArePrinted() {
    assertThat(taskmeta.run("migrate", "--roles").code()).isEqualTo(2);
    assertThat(taskmeta.run("migrate", "--plan", "--role", "owner=x").err())
        .contains("--role names a role of --roles");
    assertThat(taskmeta.run("migrate", "--plan", "--roles", "--role", "owner=a b").err())
        .contains("the name of the role owner is 'a b'");
    assertThat(taskmeta.run("migrate", "--plan", "--roles", "--role", "owner=x").out())
        .contains("SQLite has no users and no roles");
  }
}
