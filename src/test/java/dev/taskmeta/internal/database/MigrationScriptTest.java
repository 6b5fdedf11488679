package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationScriptTest {

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyEngineHasTheSameScriptsAndNoOthers(Engine engine) throws IOException {
    String folder = Path.of(engine.migrations()).getFileName().toString();
    try (Stream<Path> files = Files.list(Path.of("migrations", folder))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(MigrationScript.ALL.stream().map(MigrationScript::fileName).toList())
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyPlaceholderIsReplaced(Engine engine) {
    SqlNames names = new SqlNames(engine, dev.taskmeta.TableNames.DEFAULT);
    for (MigrationScript script : MigrationScript.ALL) {
      assertThat(script.template(engine)).contains("${");
      assertThat(script.sql(engine, names.placeholders(null, true))).doesNotContain("${");
    }
  }
}
