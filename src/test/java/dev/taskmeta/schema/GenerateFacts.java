package dev.taskmeta.schema;

import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.doctor.Catalog;
import dev.taskmeta.internal.doctor.SchemaFacts;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/** Generates what the doctor expects of the schema, from the migrations, on a server per engine. */
final class GenerateFacts {

  /** Where the facts are checked in, seen from the folder of the pom. */
  static final Path CHECKED_IN =
      Path.of("src", "main", "resources", "dev", "taskmeta", "internal", "doctor");

  /** What regenerates them. */
  static final String COMMAND =
      "mvn test -Dtest='*DoctorTest#whatItExpects*' -Dtaskmeta.facts=write"
          + " -Dsurefire.runOrder=reversealphabetical";

  private static final String HEAD =
      "# What the catalog of %s says of the schema. Generated: see jooq-codegen/README.md.%n%n";

  private static final String OLDER =
      "# What the oldest version that is tested says otherwise. Generated: see jooq-codegen/README.md.\n\n";

  private GenerateFacts() {}

  /** Writes what the tests expect, where the system property asks for it. */
  static void writeIfAsked(TestDatabase database, Engine engine, String facts) throws IOException {
    if (!"write".equals(System.getProperty("taskmeta.facts"))) {
      return;
    }
    if (isNewest(database)) {
      Files.writeString(CHECKED_IN.resolve(SchemaFacts.fileName(engine)), facts);
    } else {
      String others =
          others(facts, Files.readString(CHECKED_IN.resolve(SchemaFacts.fileName(engine))));
      Path file = CHECKED_IN.resolve(SchemaFacts.olderFileName(engine));
      if (others.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        Files.writeString(file, OLDER + others);
      }
    }
  }

  /** Returns what is checked in for a version: of an older one, only what it says otherwise. */
  static String checkedIn(TestDatabase database, Engine engine) throws IOException {
    String newest = Files.readString(CHECKED_IN.resolve(SchemaFacts.fileName(engine)));
    Path older = CHECKED_IN.resolve(SchemaFacts.olderFileName(engine));
    return isNewest(database)
        ? newest
        : Files.exists(older) ? Files.readString(older).substring(OLDER.length()) : "";
  }

  /** Returns what the test compares with that. */
  static String compared(TestDatabase database, Engine engine, String facts) throws IOException {
    return isNewest(database)
        ? facts
        : others(facts, Files.readString(CHECKED_IN.resolve(SchemaFacts.fileName(engine))));
  }

  private static boolean isNewest(TestDatabase database) {
    return database != TestDatabase.postgresql13() && database != TestDatabase.mariadb1011();
  }

  private static String others(String facts, String newest) {
    Set<String> known = newest.lines().collect(Collectors.toSet());
    return facts
        .lines()
        .filter(line -> !known.contains(line))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Migrates a database and returns what its catalog says then. */
  static String generated(TestSchema schema) throws SQLException {
    // Names that occur nowhere else, so that they can be told from columns.
    TableNames names = Targets.named("zz_%s_zz");
    SchemaTarget target = Targets.of(schema, names);
    new DatabaseSchema(target).migrate();
    Engine engine = target.engine();
    SqlNames sqlNames = new SqlNames(engine, names);
    try (Connection connection = schema.connect()) {
      return HEAD.formatted(engine.product())
          + SchemaFacts.written(Catalog.lines(connection, engine, sqlNames), sqlNames);
    }
  }
}
