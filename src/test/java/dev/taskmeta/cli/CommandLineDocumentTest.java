package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page on the command line lists what there is. */
class CommandLineDocumentTest {

  private static final Pattern OPTION = Pattern.compile("--?[a-zA-Z][a-z-]*");
  private static final Set<String> EVERYWHERE =
      Set.of("--backend", "-v", "--verbose", "-h", "--help", "-V", "--version");

  @Test
  void thePageListsEveryOptionOfEveryCommand() throws IOException {
    assertThat(listed("Every command")).isEqualTo(new TreeSet<>(EVERYWHERE));
    for (CommandLine command : commandLine().getSubcommands().values()) {
      String name = command.getCommandName();
      Set<String> options =
          withItsCommands(command)
              .flatMap(each -> each.getCommandSpec().options().stream())
              .map(OptionSpec::names)
              .flatMap(Arrays::stream)
              .filter(option -> !EVERYWHERE.contains(option))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(listed(name)).as(name).isEqualTo(options);
    }
  }

  @Test
  void thePageAndTheReadmeListTheExitCodes() throws IOException {
    List<String> rows =
        ExitCode.help().entrySet().stream()
            .map(code -> "| %s | %s |".formatted(code.getKey(), code.getValue()))
            .toList();

    assertThat(section("Exit codes").lines().map(row -> row.replace("`", ""))).containsAll(rows);
    String readme = Files.readString(Path.of("README.md")).replace("`", "");
    assertThat(readme.lines()).containsAll(rows.subList(0, 8));
  }

  @Test
  void thePageListsTheWordsOfSecrets() throws IOException {
    String words =
        SecretMask.WORDS.stream()
            .map(word -> "`" + word.replace("[-_]?", "-") + "`")
            .collect(Collectors.joining(", "));

    assertThat(section("run").replace("\n  ", " ")).contains(words);
  }

  private static Stream<CommandLine> withItsCommands(CommandLine command) {
    return Stream.concat(Stream.of(command), command.getSubcommands().values().stream());
  }

  private static CommandLine commandLine() {
    return new Main(Surroundings.ofProcess()).commandLine();
  }

  /** The options in the first column of a section's table. */
  private static Set<String> listed(String heading) throws IOException {
    return section(heading)
        .lines()
        .filter(line -> line.startsWith("| `-"))
        .map(line -> line.split("(?<!\\\\)\\|")[1])
        .flatMap(cell -> Arrays.stream(cell.split("`, `")))
        .map(cell -> OPTION.matcher(cell).results().findFirst().orElseThrow().group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String section(String heading) throws IOException {
    String page = Files.readString(Path.of("docs/command-line.md"));
    return page.split("\n## " + heading + "\n")[1].split("\n## ")[0];
  }
}
