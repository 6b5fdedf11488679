package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

  private static final String AWAY = "db+postgresql://app:hush-hush@127.0.0.1:1/app";

  @TempDir Path folder;
  private CommandLineRun.On taskmeta;

  @BeforeEach
  void prepare() {
    taskmeta = new CommandLineRun.On(folder);
  }

  private String json(String id) {
    return taskmeta.run("get", id, "--json").out();
  }

  private CommandLineRun shell(String id, String script) {
    return taskmeta.run("run", "--id", id, "--", "sh", "-c", script);
  }

  @Test
  void passesTheOutputThroughAndKeepsJsonToTheDigit() {
    CommandLineRun run =
        shell("a", "echo '{\"n\": 1.2300, \"big\": 123456789012345678901}'; echo x >&2");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("{\"n\": 1.2300, \"big\": 123456789012345678901}\n");
    assertThat(run.err()).isEqualTo("x\n");
    assertThat(json("a"))
        .contains("\"status\":\"SUCCESS\"")
        .contains("\"result\":{\"n\": 1.2300, \"big\": 123456789012345678901}")
        .contains("\"name\":\"sh\"", "\"worker\":\"worker-1\"", "\"retries\":0", "\"args\":null");
  }

  @Test
  void keepsTextAsAStringAndBytesAsBytes() {
    shell("text", "echo two words");
    shell("bytes", "printf '\\377\\000'");
    shell("nothing", "true");

    assertThat(json("text")).contains("\"result\":\"two words\\n\"");
    assertThat(json("bytes"))
        .contains("\"result\":{\"content_type\":\"application/octet-stream\",\"base64\":\"/wA=\"}");
    assertThat(json("nothing")).contains("\"result\":\"\"");
  }

  @Test
  void prettyPrintedJsonStaysOnOneLineOfTheOutput() {
    shell("pretty", "printf '{\\n  \"a\": [1,\\n 2]\\n}\\n'");

    assertThat(json("pretty")).contains("\"result\":{   \"a\": [1,  2] }").hasLineCount(1);
  }

  @Test
  void aFailureHasTheExitCodeAndTheEndOfStandardError() {
    CommandLineRun run = shell("f", "echo why >&2; exit 7");

    assertThat(run.code()).isEqualTo(7);
    assertThat(json("f"))
        .contains("\"status\":\"FAILURE\"", "\"traceback\":\"why\\n\"")
        .contains("\"exc_type\":\"CommandFailed\"", "sh exited with code 7");
    assertThat(taskmeta.run("get", "f").code()).isEqualTo(1);
  }

  @Test
  void aKilledCommandNamesItsSignal() {
    CommandLineRun run = shell("k", "kill -9 $$");

    assertThat(run.code()).isEqualTo(137);
    assertThat(json("k")).contains("\"exc_type\":\"CommandKilled\"", "SIGKILL");
  }

  @Test
  void triesAgainAndCountsTheRetries() {
    CommandLineRun run =
        taskmeta.run("run", "--id", "r", "--retries", "2", "--retry-delay", "1ms", "--", "false");

    assertThat(run.code()).isEqualTo(1);
    assertThat(json("r")).contains("\"status\":\"FAILURE\"", "\"retries\":2");
  }

  @Test
  void aRetryThatSucceedsHasNoTraceback() {
    Path flag = folder.resolve("flag");
    CommandLineRun run =
        taskmeta.run(
            "run",
            "--id",
            "r",
            "--retries",
            "1",
            "--",
            "sh",
            "-c",
            "test -e " + flag + " && exit 0; touch " + flag + "; echo no >&2; exit 1");

    assertThat(run.code()).isZero();
    assertThat(json("r")).contains("\"status\":\"SUCCESS\"", "\"retries\":1", "\"traceback\":null");
  }

  @Test
  void aTimeoutEndsTheWholeTree() throws IOException {
    Path pid = folder.resolve("pid");
    CommandLineRun run =
        taskmeta.run(
            "run",
            "--id",
            "t",
            "--timeout",
            "500ms",
            "--kill-after",
            "100ms",
            "--",
            "sh",
            "-c",
            "trap '' TERM; sleep 600 & echo $! > " + pid + "; wait; wait");

    assertThat(run.code()).isEqualTo(124);
    assertThat(json("t")).contains("\"exc_type\":\"CommandTimedOut\"");
    long left = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void whatCannotBeStartedFailsAsInAShell() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(taskmeta.run("run", "--id", "n", "--", "no-such-command").code()).isEqualTo(127);
    assertThat(json("n")).contains("\"exc_type\":\"CommandNotFound\"");
    assertThat(taskmeta.run("run", "--id", "x", "--", file.toString()).code()).isEqualTo(126);
    assertThat(json("x")).contains("\"exc_type\":\"CommandNotExecutable\"");
  }

  @Test
  void keepsALargeOutputWhole() {
    CommandLineRun run = shell("large", "head -c 8000000 /dev/zero | tr '\\0' x");

    assertThat(run.bytes()).hasSize(8_000_000);
    assertThat(json("large")).contains("x".repeat(8_000_000));
  }

  @Test
  void anOutputOverTheLimitPassesThroughAndTheResultSaysThatItIsNotKept() {
    taskmeta.set("TASKMETA_RESULT_MAX_BYTES", "1000");
    CommandLineRun run = shell("over", "head -c 5000 /dev/zero | tr '\\0' x");

    assertThat(run.code()).isZero();
    assertThat(run.bytes()).hasSize(5_000);
    assertThat(run.err()).contains("5,000 bytes", "result_max_bytes (1,000)", "not kept");
    assertThat(json("over"))
        .contains("\"status\":\"SUCCESS\"", "\"output_kept\":false", "\"output_bytes\":5000");
  }

  @Test
  void textThatIsOverTheLimitOnlyAsJsonIsKeptAsItIs() {
    taskmeta.set("TASKMETA_RESULT_MAX_BYTES", "1000");
    CommandLineRun run = shell("quotes", "head -c 800 /dev/zero | tr '\\0' '\"'");

    assertThat(run.err()).isEmpty();
    assertThat(json("quotes")).contains("\"content_type\":\"text/plain; charset=utf-8\"");
  }

  @Test
  void standardErrorIsKeptToItsLast64KiB() {
    shell("e", "head -c 200000 /dev/zero | tr '\\0' '\\n' >&2; echo the end >&2; exit 1");

    assertThat(json("e")).contains("(the end of 200,008 bytes)", "the end\\n\"");
  }

  @Test
  void argumentsAreRecordedOnlyOnDemandAndWithoutSecrets() {
    taskmeta.run("run", "--id", "args", "--record-args", "--", "echo", "a", "--password=hush", "b");

    assertThat(json("args")).contains("\"args\":[\"a\",\"--password=***\",\"b\"]");
  }

  @Test
  void optionsOfTheCommandAreItsOwn() {
    CommandLineRun run = taskmeta.run("run", "echo", "--help", "--", "-v", "@file");

    assertThat(run.out()).isEqualTo("--help -- -v @file\n");
  }

  @Test
  void withTheDatabaseAwayItRunsAllTheSameAndPrintsTheRecord() {
    taskmeta.set("TASKMETA_RESULT_BACKEND", AWAY);
    CommandLineRun run =
        taskmeta.run(
            "run", "--id", "away", "--store-timeout", "0s", "--", "sh", "-c", "echo 42; exit 3");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEqualTo("42\n");
    assertThat(run.err())
        .contains("127.0.0.1:1")
        .contains("{\"task_id\":\"away\",\"status\":\"FAILURE\"")
        .doesNotContain("hush-hush");
  }

  @Test
  void aRequiredBackendThatIsAwayKeepsTheCommandFromRunning() {
    taskmeta.set("TASKMETA_RESULT_BACKEND", AWAY);
    CommandLineRun run = taskmeta.run("run", "--require-backend", "--", "echo", "ran");

    assertThat(run.code()).isEqualTo(125);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("127.0.0.1:1").hasLineCount(1);
  }

  @Test
  void anIdThatHasSucceededIsNotOverwrittenAndTheRunSaysSo() {
    shell("once", "echo 1");
    CommandLineRun run = shell("once", "echo 2; exit 4");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("once is SUCCESS already");
    assertThat(json("once")).contains("\"status\":\"SUCCESS\",\"result\":1,");
  }

  @Test
  void itsOwnTroubleIs125() {
    assertThat(taskmeta.run("run", "--nonsense", "--", "true").code()).isEqualTo(125);
    assertThat(taskmeta.run("run", "--id", "with space", "--", "true").code()).isEqualTo(125);
    assertThat(taskmeta.run("run", "--backend", "odd://x", "--", "true").code()).isEqualTo(125);
  }
}
