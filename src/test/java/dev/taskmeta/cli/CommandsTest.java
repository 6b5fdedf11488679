package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

  @TempDir Path folder;
  private CommandLineRun.On taskmeta;

  @BeforeEach
  void prepare() {
    taskmeta = new CommandLineRun.On(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"get x", "wait x", "list", "forget x", "group x", "cleanup"})
  void readingCreatesNothingAndNamesTheCommandToRun(String command) {
    CommandLineRun run = taskmeta.run(command.split(" "));

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).contains("cli.db", "taskmeta", "migrate").hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void storesAndGets() {
    CommandLineRun stored =
        taskmeta.run(
            "store",
            "a",
            "--state",
            "SUCCESS",
            "--result",
            "{\"n\":1e400}",
            "--name",
            "import",
            "--queue",
            "q",
            "--worker",
            "w",
            "--retries",
            "2",
            "--parent",
            "p",
            "--group",
            "g");

    assertThat(stored.code()).isZero();
    CommandLineRun got = taskmeta.run("get", "a", "--json");
    assertThat(got.code()).isZero();
    assertThat(got.out())
        .matches(
            "\\{\"task_id\":\"a\",\"status\":\"SUCCESS\",\"result\":\\{\"n\":1e400},\"traceback\":null,"
                + "\"date_done\":\"[^\"]{27}\",\"name\":\"import\",\"args\":null,\"kwargs\":null,"
                + "\"worker\":\"w\",\"retries\":2,\"queue\":\"q\",\"children\":\\[],"
                + "\"parent_id\":\"p\",\"group_id\":\"g\",\"known\":true,\"lost\":false,"
                + "\"date_created\":\"[^\"]{27}\",\"date_started\":null,"
                + "\"result_expires_at\":\"[^\"]{27}\",\"error_fingerprint\":null}\n");
    assertThat(taskmeta.run("get", "a").out())
        .contains("task       a\n", "state      SUCCESS\n", "result     {\"n\":1e400}\n");
  }

  @Test
  void childrenAreListedWithTheirParent() {
    taskmeta.run("store", "parent", "--state", "STARTED");
    taskmeta.run("store", "child", "--state", "STARTED", "--parent", "parent");

    assertThat(taskmeta.run("get", "parent", "--json").out()).contains("\"children\":[\"child\"]");
  }

  @Test
  void resultsComeFromFilesAndStandardInput() throws IOException {
    Path file = Files.writeString(folder.resolve("result.json"), "[1, 2]\n");
    Path traceback = Files.writeString(folder.resolve("trace.txt"), "line 1\nline 2\n");

    taskmeta.run("store", "file", "--state", "SUCCESS", "--result", "@" + file);
    taskmeta.in("\"piped\"").run("store", "in", "--state", "SUCCESS", "--result", "-");
    taskmeta.run(
        "store", "bad", "--state", "FAILURE", "--error", "no", "--traceback", traceback.toString());

    assertThat(taskmeta.run("get", "file", "--json").out()).contains("\"result\":[1, 2],");
    assertThat(taskmeta.run("get", "in", "--json").out()).contains("\"result\":\"piped\",");
    assertThat(taskmeta.run("get", "bad").out())
        .contains("error      TaskError: no", "traceback  line 1\n           line 2\n");
  }

  @Test
  void aResultThatIsNotJsonIsRefusedWithTheRemedy() {
    CommandLineRun run = taskmeta.run("store", "a", "--state", "SUCCESS", "--result", "hello");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--result is not JSON", "double quotes");
    assertThat(taskmeta.run("store", "a", "--state", "S", "--result", "@no.json").err())
        .contains("--result: the file no.json does not exist");
  }

  @Test
  void successIsFinal() {
    taskmeta.run("store", "a", "--state", "SUCCESS");
    CommandLineRun run = taskmeta.run("store", "a", "--state", "FAILURE");

    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err()).contains("task a is SUCCESS already, and SUCCESS is final");
  }

  @Test
  void anUnknownTaskIsNamedTogetherWithTheBackend() {
    taskmeta.run("store", "failed", "--state", "FAILURE");
    CommandLineRun run = taskmeta.run("get", "failed", "unknown");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).contains("failed");
    assertThat(run.err()).contains("unknown task unknown", "cli.db");
    assertThat(taskmeta.run("get", "unknown", "--json").out())
        .contains("\"status\":\"PENDING\"", "\"known\":false");
  }

  @Test
  void waitEndsWithTheLastOrTheFirst() {
    taskmeta.run("store", "good", "--state", "SUCCESS", "--result", "1");
    taskmeta.run("store", "bad", "--state", "REVOKED");

    assertThat(taskmeta.run("wait", "good").code()).isZero();
    CommandLineRun all = taskmeta.run("wait", "good", "bad", "--json");
    assertThat(all.code()).isEqualTo(1);
    assertThat(all.out()).hasLineCount(2);
    CommandLineRun any = taskmeta.run("wait", "never", "good", "--any");
    assertThat(any.code()).isZero();
    assertThat(any.out()).contains("good").doesNotContain("never");
  }

  @Test
  void aWaitThatTimesOutNamesEachIdAndItsLastState() {
    taskmeta.run("store", "slow", "--state", "STARTED");
    CommandLineRun run = taskmeta.run("wait", "slow", "unknown", "--timeout", "0s");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .contains("task slow is not ready, its last state is STARTED")
        .contains("task unknown is not ready, its last state is PENDING (unknown)");
  }

  @Test
  void listsPageAfterPage() {
    for (String id : List.of("a", "b", "c")) {
      taskmeta.run("store", id, "--state", "SUCCESS", "--name", "n-" + id);
    }
    CommandLineRun first = taskmeta.run("list", "--limit", "2");
    assertThat(first.out()).contains("ID", "STATE", "c ", "b ").doesNotContain("n-a");
    String key = first.err().strip().replaceAll(".* ", "");

    CommandLineRun second = taskmeta.run("list", "--limit", "2", "--after", key, "--json");
    assertThat(second.out()).contains("\"task_id\":\"a\"").hasLineCount(1);
    assertThat(second.err()).isEmpty();
    assertThat(taskmeta.run("list", "--name", "*-b", "--json").out()).hasLineCount(1);
    assertThat(taskmeta.run("list", "--state", "FAILURE", "--since", "2h").out()).isEmpty();
    assertThat(taskmeta.run("list", "--limit", "0").code()).isEqualTo(2);
  }

  @Test
  void forgets() {
    taskmeta.run("store", "a", "--state", "SUCCESS");

    assertThat(taskmeta.run("forget", "a", "b").out()).isEqualTo("forgot 1 of 2\n");
    assertThat(taskmeta.run("get", "a").code()).isEqualTo(3);
  }

  @Test
  void holdsAndReleases() {
    taskmeta.run("store", "a", "--state", "SUCCESS");
    taskmeta.run("store", "b", "--state", "SUCCESS");
    CommandLineRun held =
        taskmeta.run("hold", "add", "a", "c", "--reason", "audit 7", "--by", "eve");
    assertThat(held.code()).as(held.err()).isZero();
    assertThat(held.out()).isEqualTo("held 2\n");

    CommandLineRun refused = taskmeta.run("forget", "a", "b");
    assertThat(refused.code()).isEqualTo(6);
    assertThat(refused.err()).contains("a (audit 7)", "hold release").hasLineCount(1);
    assertThat(taskmeta.run("get", "b").code()).isZero();

    assertThat(taskmeta.run("hold", "list").out())
        .hasLineCount(2)
        .containsPattern("a  held by eve since .* ago\\): audit 7");
    CommandLineRun released = taskmeta.run("hold", "release", "a", "b");
    assertThat(released.out()).contains("a  held by eve", "released 1\n");
    assertThat(taskmeta.run("hold", "list", "--json").out())
        .hasLineCount(1)
        .contains("\"task_id\":\"c\"", "\"released_at\":null");
    assertThat(taskmeta.run("hold", "list", "--all", "--json").out()).hasLineCount(2);
    assertThat(taskmeta.run("forget", "a", "b").out()).isEqualTo("forgot 2 of 2\n");
  }

  @Test
  void aHoldNeedsAReasonAndACommand() {
    assertThat(taskmeta.run("hold", "add", "a").err()).contains("--reason");
    assertThat(taskmeta.run("hold", "add", "a").code()).isEqualTo(2);
    assertThat(taskmeta.run("hold").code()).isEqualTo(2);
    assertThat(taskmeta.run("hold", "add", "--help").out()).contains("Example:", "124");
  }

  @Test
  void showsAGroup() {
    taskmeta.run("store", "a", "--state", "SUCCESS");
    try (ResultBackend backend = ResultBackend.open("db+sqlite:///" + folder.resolve("cli.db"))) {
      backend.saveGroup("nightly", List.of("a", "b"), null);
    }

    CommandLineRun run = taskmeta.run("group", "nightly");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("group nightly: 1 of 2 ready (1 PENDING, 1 SUCCESS)");
    assertThat(taskmeta.run("group", "nightly", "--json").out()).hasLineCount(2);
    assertThat(taskmeta.run("group", "other").code()).isEqualTo(3);
  }

  @Test
  void migratesAndPlans() throws IOException {
    Files.createFile(folder.resolve("cli.db"));
    CommandLineRun plan = taskmeta.run("migrate", "--plan");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).containsIgnoringCase("create table");

    assertThat(taskmeta.run("migrate").out()).contains("applied ");
    assertThat(taskmeta.run("migrate").out()).startsWith("up to date");
  }

  @Test
  void cleansUp() {
    taskmeta.run("migrate");

    assertThat(taskmeta.run("cleanup").out()).startsWith("removed 0 tasks");
    assertThat(taskmeta.run("cleanup", "--dry-run").out()).startsWith("would remove 0 tasks");
    assertThat(taskmeta.run("cleanup", "--json").out()).contains("\"tasks\":0,", "\"busy\":false");
  }

  @Test
  void errorsAreOneLineWithoutPasswords() {
    CommandLineRun unreachable =
        taskmeta.run("list", "--backend", "db+mysql://app:hush-hush@127.0.0.1:1/app");
    CommandLineRun unknown = taskmeta.run("--backend", "odd://u:hush-hush@h/x", "list");
    CommandLineRun wrong = taskmeta.run("list", "--backendd=db+mysql://app:hush-hush@h/app");

    assertThat(unreachable.code()).isEqualTo(5);
    assertThat(unreachable.err()).contains("127.0.0.1:1").hasLineCount(1);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("odd").hasLineCount(1);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(unreachable.err() + unknown.err() + wrong.err()).doesNotContain("hush-hush");
  }

  @Test
  void verboseShowsTheStackTraceWithoutPasswords() {
    CommandLineRun run =
        taskmeta.run("list", "-v", "--backend", "db+mysql://app:hush-hush@127.0.0.1:1/app");

    assertThat(run.err()).contains("\tat dev.taskmeta.").doesNotContain("hush-hush");
  }

  @Test
  void aSettingThatIsWrongInTheEnvironmentIsNamed() {
    CommandLineRun run = taskmeta.set("TASKMETA_RESULT_EXPIRES", "soon").run("list");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("result_expires");
  }

  @Test
  void controlCharactersOfAResultDoNotReachTheTerminal() {
    taskmeta.run("store", "a", "--state", "FAILURE", "--error", "\u001b[2J\u0007");

    assertThat(taskmeta.run("get", "a").out()).contains("␛[2J␇").doesNotContain("\u001b");
  }

  @Test
  void theDemoTellsTheStory() {
    CommandLineRun run = taskmeta.run("demo");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Is add ready? false.", "Result of add: 30", "taskmeta get ")
        .containsAnyOf("Result of failSometimes: Processed my data", "Something went wrong!");
    assertThat(taskmeta.run("list", "--json").out()).hasLineCount(2);
  }

  @Test
  void cleansUpTheBackendThatIsGiven() {
    String other = "db+sqlite:///" + folder.resolve("other.db");
    taskmeta.run("--backend", other, "migrate");
    taskmeta.set("TASKMETA_MAINTENANCE_BACKEND", "db+sqlite:///" + folder.resolve("missing.db"));

    assertThat(taskmeta.run("--backend", other, "cleanup").out()).startsWith("removed 0 tasks");
    taskmeta.set("TASKMETA_RESULT_BACKEND", other);
    assertThat(taskmeta.run("cleanup").err()).contains("missing.db");
  }
}
