package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the checked-in jOOQ tables are what the PostgreSQL migrations generate. */
class GeneratedTablesTest {

  @Test
  void checkedInTablesAreWhatTheMigrationsGenerate(@TempDir Path generated) throws Exception {
    GenerateTables.generate(generated);

    assertThat(sources(generated)).isNotEmpty();
    assertThat(sources(GenerateTables.CHECKED_IN))
        .as(
            "The tables in %s have drifted. Run: %s",
            GenerateTables.CHECKED_IN, GenerateTables.COMMAND)
        .isEqualTo(sources(generated));
  }

  private static Map<String, String> sources(Path folder) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> sources.put(name(folder, file), text(file)));
    }
    return sources;
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
