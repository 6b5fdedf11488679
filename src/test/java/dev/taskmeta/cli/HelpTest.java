package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "get",
        "wait",
        "store",
        "list",
        "forget",
        "group",
        "migrate",
        "cleanup",
        "demo",
        "bench",
        "report",
        "retention",
        "hold",
        "doctor"
      })
  void everyCommandShowsAnExampleAndTheExitCodes(String command) {
    CommandLineRun run = new CommandLineRun.On(folder).run(command, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Example:\n  taskmeta " + command).contains("124");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retention list",
        "retention set",
        "retention remove",
        "retention explain",
        "retention script",
        "hold add",
        "hold list",
        "hold release"
      })
  void everyCommandOfACommandHasItsOwnHelp(String words) {
    CommandLineRun run = new CommandLineRun.On(folder).run((words + " --help").split(" "));

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: taskmeta " + words + " ").contains("124");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theHelpListsEveryExitCode() {
    String help = new CommandLineRun.On(folder).run("--help").out();

    assertThat(Arrays.stream(ExitCode.values()).map(code -> "\n  " + code.code() + " "))
        .allSatisfy(code -> assertThat(help).contains(code));
    assertThat(help).doesNotContain("\u001b");
  }

  @Test
  void withoutACommandItSaysWhatIsMissing() {
    CommandLineRun run = new CommandLineRun.On(folder).run();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Missing required subcommand", "taskmeta --help");
  }

  @Test
  void generatesACompletionScript() {
    CommandLineRun run = new CommandLineRun.On(folder).run("generate-completion");

    assertThat(run.out()).contains("_complete_taskmeta", "--record-args");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get id", "--backend run get run", "-v --backend=x get --help"})
  void aCallOfOneCommandBuildsNoOther(String words) {
    assertThat(commandsOf(words)).containsOnly("get");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "--help get", "-V", "gett", "--nosuch get", "generate-completion"})
  void whatIsAboutAllCommandsHasThemAll(String words) {
    assertThat(commandsOf(words)).contains("run", "get", "bench", "generate-completion");
  }

  private static Set<String> commandsOf(String words) {
    return new Main(Surroundings.ofProcess())
        .commandLine(words.split(" "))
        .getSubcommands()
        .keySet();
  }
}
