package dev.taskmeta.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** PostgreSQL searches no index for a time that a volatile function gives. */
class LostTasksPlanTest {

  @Test
  void lostTasksAreSearchedInTheirIndex() throws Exception {
    try (TestSchema schema = TestDatabase.postgresql18().newSchema()) {
      ResultBackend.open(schema.url()).close();
      try (Connection connection = schema.connect()) {
        var sql =
            DSL.using(
                connection,
                SQLDialect.POSTGRES,
                new SqlNames(Engine.POSTGRESQL, TableNames.DEFAULT).jooqSettings());
        String search =
            TaskUpkeep.findLost(
                    sql, Syntax.POSTGRESQL, Expiry.of(Settings.defaults()), DSL.inline(10))
                .getSQL(ParamType.INLINED);
        sql.execute("set enable_seqscan = off");

        assertThat(sql.fetch("explain " + search).formatCSV())
            .contains("Index Cond: (alive_until <");
      }
    }
  }
}
