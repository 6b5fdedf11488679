package dev.taskmeta.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.testing.JavaProcess;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tutorial's programs print what its page says. */
class TutorialTest {

  private static final Path PAGE = Path.of("docs/tutorial.md");
  private static final Path SOURCES = Path.of("src/test/java/dev/taskmeta/examples");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final RandomGenerator BAD_LUCK = () -> 0L;
  private static final RandomGenerator GOOD_LUCK = () -> -1L;

  static List<TestDatabase> databases() {
    return List.of(TestDatabase.sqlite(), TestDatabase.postgresql18());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theStoryIsTheOneOnThePage(TestDatabase database) throws IOException {
    database.requireAvailable();
    try (TestSchema schema = database.newSchema()) {
      String story = run(schema.url(), BAD_LUCK);
      List<String> ids = ID.matcher(story).results().map(MatchResult::group).distinct().toList();
      assertThat(ids).hasSize(2);
      assertThat(blocks("text")).contains(comparable(story));
      try (JavaProcess later =
          JavaProcess.start(TutorialLater.class, schema.url(), ids.toArray(String[]::new))) {
        assertThat(blocks("text")).contains(comparable(later.output()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void withLuckBothSucceed(TestDatabase database) {
    database.requireAvailable();
    try (TestSchema schema = database.newSchema()) {
      assertThat(run(schema.url(), GOOD_LUCK))
          .contains("Is add ready? false")
          .contains("Result of add: 30")
          .contains("Result of fail_sometimes: Processed my data")
          .contains("Final state of fail_sometimes: SUCCESS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TutorialExample", "TutorialLater"})
  void thePageShowsTheProgramThatRuns(String program) throws IOException {
    String source = Files.readString(SOURCES.resolve(program + ".java"));
    assertThat(blocks("java")).contains(source.substring(source.indexOf("/**")));
  }

  private static String run(String url, RandomGenerator random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TutorialExample.run(url, random, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The page's blocks of a language, made comparable if they are output. */
  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(block -> language.equals("text") ? comparable(block.group(1)) : block.group(1))
        .toList();
  }

  /** Without what differs from run to run: ids, the frames of a trace, what is seen in passing. */
  private static String comparable(String output) {
    return ID.matcher(output)
        .replaceAll("ID")
        .replaceAll("(\tat .*\n)+", "\tat …\n")
        .replaceAll("(?m)^State of (\\w+): .*", "State of $1: as it was")
        .replaceAll("Is fail_sometimes ready\\? .*", "Is fail_sometimes ready?");
  }
}
