package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies on the command line, and the cleanup that obeys them. */
class RetentionCommandTest {

  @TempDir Path folder;
  private CommandLineRun.On taskmeta;

  @BeforeEach
  void prepare() {
    taskmeta = new CommandLineRun.On(folder);
    taskmeta.run("store", "t", "--state", "SUCCESS", "--name", "reports.x");
  }

  @Test
  void setsListsChangesAndRemoves() {
    assertThat(taskmeta.run("retention", "list").err())
        .contains("no policies", "result_expires=1d");
    String made =
        taskmeta
            .run(
                "retention",
                "set",
                "reports.*",
                "--state",
                "FAILURE",
                "--queue",
                "q",
                "--keep",
                "90d",
                "--archive",
                "--archive-keep",
                "365d",
                "--priority",
                "2",
                "--note",
                "audit")
            .out();
    assertThat(made)
        .isEqualTo(
            "made policy 1: reports.* in FAILURE of queue q: keep 90d, then archive (365d)\n");
    assertThat(taskmeta.run("retention", "set", "*", "--keep", "0").out())
        .isEqualTo("made policy 2: *: keep 0 (next cleanup), then delete\n");

    assertThat(
            taskmeta
                .run("retention", "set", "reports.*", "--id", "1", "--state", "any", "--disabled")
                .out())
        .startsWith("changed policy 1: reports.* of queue q: keep 90d")
        .endsWith("(disabled)\n");
    assertThat(taskmeta.run("retention", "list").out().lines().map(String::strip))
        .hasSize(3)
        .first()
        .asString()
        .startsWith("ID  PRIORITY  NAME");
    assertThat(taskmeta.run("retention", "list", "--json").out())
        .contains("\"policy_id\":1,\"name_pattern\":\"reports.*\",\"state\":null,\"queue\":\"q\"")
        .contains("\"keep_seconds\":7776000,", "\"enabled\":false,\"note\":\"audit\"");

    assertThat(taskmeta.run("retention", "remove", "1").out()).isEqualTo("removed policy 1\n");
    CommandLineRun again = taskmeta.run("retention", "remove", "1");
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("no policy 1", "retention list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--keep soon | --keep",
        "--keep-last many | --keep-last",
        "--keep-last 3 | keep_last",
        "--archive-keep 1d | --archive",
        "--keep 1500ms | keep_seconds",
        "--id 9 | no policy 9"
      })
  void refusesWhatMakesNoPolicy(String options, String named) {
    String[] words = ("retention set x " + options).split(" ");
    CommandLineRun run = taskmeta.run(words);
    assertThat(run.code()).isIn(2, 3);
    assertThat(run.err()).contains(named);
    assertThat(taskmeta.run("retention", "list", "--json").out()).isEmpty();
  }

  @Test
  void explainsAndCleansUp() {
    assertThat(taskmeta.run("retention", "explain", "t").out())
        .contains("kept by: result_expires=1d", "goes: ");
    taskmeta.run("retention", "set", "*", "--keep", "7d");
    taskmeta.run("retention", "set", "reports.*", "--keep", "0");
    assertThat(taskmeta.run("retention", "explain", "t").out())
        .contains("task t: name reports.x, state SUCCESS, queue none")
        .contains("policy 2: reports.*: keep 0 (next cleanup), then delete; it names more")
        .contains("overruled: policy 1: *: keep 7d");
    assertThat(taskmeta.run("retention", "explain", "t", "--json").out())
        .contains("\"source\":\"2\"", "\"applied\":false", "\"holds\":[]");
    assertThat(taskmeta.run("retention", "explain", "nobody").code()).isEqualTo(3);

    CommandLineRun dry = taskmeta.run("cleanup", "--dry-run");
    assertThat(dry.out())
        .startsWith("would remove 1 tasks and 0 groups\n")
        .contains("policy 2 (reports.*)", "delete");
    assertThat(taskmeta.run("cleanup", "--dry-run", "--json").out())
        .contains("\"due\":[{\"expires_from\":\"2\",\"action\":\"delete\",\"rows\":1,");
    CommandLineRun run = taskmeta.run("cleanup", "--no-pause");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("removed 1 tasks").contains("policy 2 (reports.*)");
    assertThat(taskmeta.run("get", "t").code()).isEqualTo(3);
  }

  @Test
  void aTerminalSeesHowFarTheCleanupIsAndIsLeftClean() {
    String erase = "\r\u001b[K";
    taskmeta.run("retention", "set", "*", "--keep", "0");
    assertThat(taskmeta.run("cleanup", "--dry-run").err()).isEmpty();
    assertThat(taskmeta.run("cleanup").err()).as("not a terminal").isEmpty();
    taskmeta.run("store", "u", "--state", "SUCCESS");

    CommandLineRun run = taskmeta.errTerminal().run("cleanup");

    assertThat(run.err())
        .startsWith(erase + "taskmeta: ")
        .containsPattern("taskmeta: 1 reviewed, [01] removed, [0-9,]+ rows a second …")
        .endsWith("…" + erase);
    assertThat(run.out()).startsWith("removed 1 tasks");
    assertThat(taskmeta.run("cleanup", "--dry-run").err()).as("nothing to show").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_cron", "mysql-event", "shell"})
  void sqliteHasNoProcedures(String schedule) {
    CommandLineRun run = taskmeta.run("retention", "script", "--for", schedule);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("--for " + schedule + " is not for SQLite", "let cron run taskmeta cleanup");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "script | Missing required option",
        "script --for cron | is none of pg_cron, mysql-event, shell",
        "script --for shell --every soon | --every"
      })
  void refusesWhatIsNoSchedule(String words, String named) {
    CommandLineRun run = taskmeta.run(("retention " + words).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(named);
  }
}
