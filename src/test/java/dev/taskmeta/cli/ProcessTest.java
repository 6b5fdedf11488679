package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as a process of its own, which is told to end and killed for real. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProcessTest {

  private static final String ALIVE = "TASKMETA_TASK_ALIVE_INTERVAL";
  private static final String LOST = "TASKMETA_TASK_LOST_AFTER";

  @TempDir Path folder;
  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private String url() {
    return "db+sqlite:///" + folder.resolve("cli.db");
  }

  private CommandLineRun.On taskmeta() {
    return new CommandLineRun.On(folder).set(ALIVE, "300ms").set(LOST, "700ms");
  }

  /** Starts the command line with no signal ignored, whatever those who started us ignore. */
  private Process start(String... args) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal=INT,HUP,TERM", java.toString()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("TASKMETA_RESULT_BACKEND", url(), ALIVE, "300ms", LOST, "700ms"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    started.add(process.toHandle());
    return process;
  }

  /** Starts a command that tells its process id and then goes on for long. */
  private ProcessHandle command(BufferedReader output) throws IOException {
    ProcessHandle command = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    started.add(command);
    return command;
  }

  private Process startLong(String id) throws IOException {
    return start("run", "--id", id, "--", "sh", "-c", "echo $$; exec sleep 600");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalEndsTheCommandAndIsStoredAsRevoked(String signal, int code) throws Exception {
    Process run = startLong("revoked");
    ProcessHandle command = command(run.inputReader());

    new ProcessBuilder("kill", "-" + signal, String.valueOf(run.pid())).start().waitFor();

    assertThat(run.waitFor()).isEqualTo(code);
    await().until(() -> !command.isAlive());
    CommandLineRun got = taskmeta().run("get", "revoked");
    assertThat(got.code()).isEqualTo(1);
    assertThat(got.out()).contains("state      REVOKED", "TaskRevokedError");
  }

  @Test
  void aCtrlCThatReachesTheCommandFirstIsRevokedToo() throws Exception {
    Process run = startLong("both");
    ProcessHandle command = command(run.inputReader());

    new ProcessBuilder("kill", "-INT", String.valueOf(command.pid()), String.valueOf(run.pid()))
        .start()
        .waitFor();

    assertThat(run.waitFor()).isEqualTo(130);
    assertThat(taskmeta().run("get", "both").out()).contains("state      REVOKED");
  }

  @Test
  void whoWaitsForAKilledRunIsToldThatItIsLost() throws Exception {
    Process run = startLong("lost");
    command(run.inputReader());

    run.destroyForcibly().waitFor();

    CommandLineRun waited = taskmeta().run("wait", "lost", "--timeout", "60s");
    assertThat(waited.code()).isEqualTo(1);
    assertThat(waited.out()).contains("state      FAILURE", "WorkerLostError");
  }

  @Test
  void aLongRunGivesSignsOfLife() throws Exception {
    Process run = startLong("alive");
    command(run.inputReader());

    try (ResultBackend backend = ResultBackend.open(url())) {
      Instant first = backend.get("alive").aliveUntil().orElseThrow();
      await().until(() -> backend.get("alive").aliveUntil().orElseThrow().isAfter(first));
      assertThat(backend.get("alive").lost()).isFalse();
    }
    run.destroy();
    assertThat(run.waitFor()).isEqualTo(143);
  }

  @Test
  void whoWaitsReturnsWhenTheRunElsewhereEnds() throws Exception {
    Process run =
        start("run", "--id", "fifo", "--", "sh", "-c", "echo up; read line; echo \"[$line]\"");
    BufferedReader output = run.inputReader();
    assertThat(output.readLine()).isEqualTo("up");
    CompletableFuture<CommandLineRun> waited =
        CompletableFuture.supplyAsync(() -> taskmeta().run("wait", "fifo", "--json"));

    run.outputWriter().append("7\n").flush();

    assertThat(run.waitFor()).isZero();
    CommandLineRun end = waited.get(1, TimeUnit.MINUTES);
    assertThat(end.code()).isZero();
    assertThat(end.out()).contains("\"status\":\"SUCCESS\",\"result\":\"up\\n[7]\\n\"");
  }

  @Test
  void aReaderThatGoesAwayEndsTheCommandAsInAShell() throws Exception {
    Process run = start("run", "--id", "yes", "--", "yes");
    assertThat(run.inputReader().readLine()).isEqualTo("y");

    run.getInputStream().close();

    assertThat(run.waitFor()).isEqualTo(141);
    assertThat(taskmeta().run("get", "yes").out()).contains("CommandKilled", "SIGPIPE");
  }

  @Test
  void aResultComesThroughAPipe() throws Exception {
    Process store = start("store", "piped", "--state", "SUCCESS", "--result", "-");
    store.outputWriter().append("{\"a\": 1}").close();

    assertThat(store.waitFor()).isZero();
    assertThat(taskmeta().run("get", "piped").out()).contains("result     {\"a\": 1}");
  }
}
