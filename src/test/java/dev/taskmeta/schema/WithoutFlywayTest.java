package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An application that has no Flyway on its class path. */
class WithoutFlywayTest {

  @Test
  void aCompleteSchemaNeedsNoFlywayAndAMissingOneNamesTheDependency() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("flyway"))
            .collect(Collectors.joining(File.pathSeparator));
    try (TestSchema complete = TestDatabase.sqlite().newSchema();
        TestSchema empty = TestDatabase.sqlite().newSchema();
        MigratingProcess process = MigratingProcess.start(classPath)) {
      new DatabaseSchema(Targets.of(complete)).migrate();

      process.migrate(complete.jdbcUrl(), "", "", "");
      assertThat(process.answer()).isEqualTo("applied 0");
      process.migrate(empty.jdbcUrl(), "", "", "");
      assertThat(process.answer())
          .contains("ConfigurationException")
          .contains("add the dependency org.flywaydb:flyway-core")
          .contains("schema_mode=validate");
    }
  }
}
