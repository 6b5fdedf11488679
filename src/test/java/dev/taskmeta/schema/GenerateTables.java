package dev.taskmeta.schema;

import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.MatcherRule;
import org.jooq.meta.jaxb.MatcherTransformType;
import org.jooq.meta.jaxb.Matchers;
import org.jooq.meta.jaxb.MatchersTableType;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;

/** Generates the checked-in jOOQ tables from the PostgreSQL migrations. */
public final class GenerateTables {

  /** Where the generated sources are checked in, seen from the folder of the pom. */
  static final Path CHECKED_IN = Path.of("jooq-codegen", "src");

  /** What regenerates them. */
  static final String COMMAND =
      "mvn test-compile exec:java -Dexec.classpathScope=test"
          + " -Dexec.mainClass=dev.taskmeta.schema.GenerateTables";

  private GenerateTables() {}

  public static void main(String[] arguments) throws Exception {
    generate(CHECKED_IN);
  }

  /** Generates the sources into a folder, replacing what is there. */
  static void generate(Path folder) throws Exception {
    // No Docker is needed.
    try (TestSchema schema = TestDatabase.postgresql18WithoutDocker().newSchema()) {
      new DatabaseSchema(Targets.of(schema)).migrate();
      GenerationTool tool = new GenerationTool();
      tool.setDataSource(schema.dataSource());
      tool.run(configuration(folder));
    }
    withoutTheJavaVersion(folder);
  }

  /** On Java 21 and later jOOQ suppresses one more warning: the sources are to be the same. */
  private static void withoutTheJavaVersion(Path folder) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(folder)) {
      sources = files.filter(Files::isRegularFile).toList();
    }
    for (Path source : sources) {
      String text = Files.readString(source);
      Files.writeString(source, text.replace(", \"this-escape\"", ""));
    }
  }

  private static Configuration configuration(Path folder) {
    return new Configuration()
        .withLogging(Logging.WARN)
        .withGenerator(
            new Generator()
                .withStrategy(new Strategy().withMatchers(tableNames()))
                .withDatabase(database())
                .withGenerate(tablesAndKeys())
                .withTarget(
                    new Target()
                        .withPackageName("dev.taskmeta.internal.jooq")
                        .withDirectory(folder.toString())
                        .withEncoding("UTF-8")));
  }

  /** TaskMetaTable, not TaskMeta: that name is the public API's. */
  private static Matchers tableNames() {
    return new Matchers()
        .withTables(
            new MatchersTableType()
                .withTableClass(
                    new MatcherRule()
                        .withTransform(MatcherTransformType.PASCAL)
                        .withExpression("$0_table")));
  }

  private static Database database() {
    return new Database()
        .withName("org.jooq.meta.postgres.PostgresDatabase")
        .withInputSchema("public")
        .withExcludes("taskmeta_schema_history|v_.*")
        // A name of its own: a schema that is put in the place of none would be put before every
        // alias.
        .withOutputSchema(SqlNames.GENERATED_SCHEMA)
        .withForcedTypes(
            List.of(
                new ForcedType()
                    .withUserType("java.time.Instant")
                    .withBinding("dev.taskmeta.internal.jooq.InstantBinding")
                    .withIncludeTypes("timestamp.*"),
                new ForcedType()
                    .withUserType("java.lang.String")
                    .withBinding("dev.taskmeta.internal.jooq.JsonTextBinding")
                    .withIncludeTypes("json")));
  }

  private static Generate tablesAndKeys() {
    return new Generate()
        .withRecords(false)
        .withPojos(false)
        .withDaos(false)
        .withIndexes(false)
        .withRelations(true)
        .withGlobalObjectReferences(false)
        .withGlobalKeyReferences(true)
        .withDefaultCatalog(false)
        .withDefaultSchema(false)
        .withEmptyCatalogs(false)
        .withEmptySchemas(false)
        .withImplicitJoinPathsToOne(false)
        .withImplicitJoinPathsToMany(false)
        .withWhereMethodOverrides(false)
        .withCommentsOnKeys(false);
  }
}
