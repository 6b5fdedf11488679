package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reads the scripts for what would break the version before them, or keep those waiting who write.
 * That the last release works on the outcome is proved by {@code .ci/last-release}.
 */
class ExpandThenContractTest {

  /** The newest version that the first release had. */
  private static final int RELEASED = 4;

  private static final Pattern TAKES_AWAY =
      Pattern.compile(
          "drop table |drop column |rename column |alter table \\S+ rename |set not null"
              + "|alter column \\S+ type |modify |change column ");

  private static final Pattern INDEX =
      Pattern.compile("create (unique )?index |drop index |add (unique )?(index|key) ");

  @ParameterizedTest
  @EnumSource(Engine.class)
  void noScriptTakesAwayWhatTheVersionBeforeNeedsOrKeepsItWaiting(Engine engine) {
    Map<String, String> placeholders =
        new SqlNames(engine, TableNames.DEFAULT).placeholders(null, true);
    for (MigrationScript script : MigrationScript.ALL) {
      if (script.version() > RELEASED) {
        assertThat(violations(engine, script.sql(engine, placeholders))).as("%s", script).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POSTGRESQL | alter table task_meta drop column queue;",
        "POSTGRESQL | alter table task_meta rename to tasks;",
        "POSTGRESQL | alter table task_meta alter column worker set not null;",
        "POSTGRESQL | alter table task_meta add column held boolean not null;",
        "POSTGRESQL | create index task_meta_worker_idx on task_meta (worker);",
        "POSTGRESQL | drop index task_meta_name_idx;",
        "MYSQL | alter table `task_meta` modify queue varchar(50);",
        "MYSQL | alter table `task_meta` add index x (worker);",
        "MARIADB | alter table `task_meta` add column held int not null, algorithm = instant;",
        "SQLITE | drop table task_meta;",
      })
  void whatBreaksIsFound(Engine engine, String sql) {
    assertThat(violations(engine, sql)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POSTGRESQL | alter table task_meta add column held boolean not null default false;",
        "POSTGRESQL | create index concurrently x on task_meta (worker);",
        "MYSQL | alter table `task_meta` add index x (worker), algorithm = inplace, lock = none;",
        "MYSQL | alter table `task_meta` add column held int null, algorithm = instant;",
        "SQLITE | create index x on task_meta (worker);",
      })
  void whatDoesNotBreakIsLeftAlone(Engine engine, String sql) {
    assertThat(violations(engine, sql)).isEmpty();
  }

  private static List<String> violations(Engine engine, String sql) {
    List<String> violations = new ArrayList<>();
    List<String> made = new ArrayList<>();
    for (String statement : MigrationScript.statements(sql)) {
      String words = words(statement);
      if (words.startsWith("create table ")) {
        made.add(words.split(" ")[2]);
      } else if (TAKES_AWAY.matcher(words).find()
          || lacksADefault(words)
          || (isIndexOfAnOlderTable(words, made) && keepsWaiting(engine, words))) {
        violations.add(words);
      }
    }
    return violations;
  }

  /** A statement without comments, quotes and breaks. */
  private static String words(String statement) {
    return statement
        .replaceAll("(?m)--.*$", " ")
        .replaceAll("(?s)'(''|[^'])*'", "''")
        .replaceAll("[`\"]", "")
        .replaceAll("\\s+", " ")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static boolean lacksADefault(String words) {
    return words.contains(" add column ")
        && words.contains(" not null")
        && !words.contains(" default ");
  }

  private static boolean isIndexOfAnOlderTable(String words, List<String> made) {
    return INDEX.matcher(words).find()
        && made.stream().noneMatch(table -> words.contains(" " + table + " "));
  }

  private static boolean keepsWaiting(Engine engine, String words) {
    return switch (engine) {
      case POSTGRESQL -> !words.contains(" index concurrently ");
      case MYSQL, MARIADB -> !words.contains("lock = none");
      case SQLITE -> false;
    };
  }
}
