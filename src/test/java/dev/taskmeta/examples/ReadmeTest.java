package dev.taskmeta.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README shows the lines of Java that run, and what they print. */
class ReadmeTest {

  private static final Path SOURCE =
      Path.of("src/test/java/dev/taskmeta/examples/ReadmeExample.java");
  private static final Pattern JAVA_AND_OUTPUT =
      Pattern.compile("```java\n(.*?)```.*?```text\n(.*?)```", Pattern.DOTALL);

  @Test
  void theReadmeShowsTheProgramThatRuns() throws IOException {
    String source = Files.readString(SOURCE);
    String body = source.substring(source.indexOf("    try (")).replace("\n  }\n}\n", "\n");

    assertThat(readme().group(1)).isEqualTo(body.indent(-4));
  }

  @Test
  void theProgramPrintsWhatTheReadmeShows(@TempDir Path directory) throws IOException {
    try (JavaProcess process = JavaProcess.startIn(directory, ReadmeExample.class)) {
      assertThat(process.output()).isEqualTo(readme().group(2));
    }
  }

  private static Matcher readme() throws IOException {
    Matcher blocks = JAVA_AND_OUTPUT.matcher(Files.readString(Path.of("README.md")));
    assertThat(blocks.find()).isTrue();
    return blocks;
  }
}
