package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many processes start on a new database at the same time. */
abstract class FirstStartContract implements DatabaseTest {

  private static final int PROCESSES = 8;
  private static final int ROUNDS = 8;

  @Test
  void processesThatStartAtOnceShareTheWork() throws Exception {
    List<MigratingProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(MigratingProcess.start(System.getProperty("java.class.path")));
      }
      warmUp(processes);
      for (int round = 0; round < ROUNDS; round++) {
        try (TestSchema schema = database().newSchema()) {
          round(schema, round, processes);
        }
      }
    } finally {
      for (MigratingProcess process : processes) {
        process.close();
      }
    }
  }

  /** Starts the JVMs for good, so that the first round is a race too. */
  private void warmUp(List<MigratingProcess> processes) {
    try (TestSchema schema = database().newSchema()) {
      for (MigratingProcess process : processes) {
        process.migrate(schema.jdbcUrl(), schema.user(), schema.password(), "");
      }
      processes.forEach(MigratingProcess::answer);
    }
  }

  private void round(TestSchema schema, int round, List<MigratingProcess> processes)
      throws Exception {
    Engine engine = Targets.engine(schema);
    TableNames names = TableNames.DEFAULT;
    if (round % 2 == 1) {
      schema.execute("create table customer (id integer primary key)");
    }
    if (round % 4 >= 2 && engine == Engine.POSTGRESQL) {
      names = Targets.inSchema("results");
    } else if (round % 4 >= 2 && engine.hasSchemas()) {
      // On these a schema is a database, and the owner may make this one anew.
      schema.execute("drop database " + schema.name());
      names = Targets.inSchema(schema.name());
    }
    String url = names.schema() == null ? schema.jdbcUrl() : withoutDatabase(schema, engine);
    String other = names.schema() == null ? "" : names.schema();

    for (MigratingProcess process : processes) {
      process.migrate(url, schema.user(), schema.password(), other);
    }
    List<String> answers = processes.stream().map(MigratingProcess::answer).toList();

    assertThat(answers).as("round " + round).allMatch(answer -> answer.startsWith("applied "));
    assertThat(answers.stream().mapToInt(answer -> Integer.parseInt(answer.substring(8))).sum())
        .as("round %d: %s", round, answers)
        .isEqualTo(OlderSchema.after(0).size());
    new DatabaseSchema(Targets.of(schema, names)).validate();
  }

  /** The URL of a database that is there: PostgreSQL's own, none on MySQL and MariaDB. */
  private static String withoutDatabase(TestSchema schema, Engine engine) {
    return engine == Engine.POSTGRESQL
        ? schema.jdbcUrl()
        : schema.jdbcUrl().replace("/" + schema.name(), "/");
  }
}
