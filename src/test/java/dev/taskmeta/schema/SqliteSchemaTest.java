package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SqliteSchemaTest {

  interface Database extends DatabaseTest {
    @Override
    default TestDatabase database() {
      return TestDatabase.sqlite();
    }
  }

  @Nested
  class Migration extends MigrationContract implements Database {}

  @Nested
  class CustomNames extends CustomNamesContract implements Database {}

  @Nested
  class Plan extends PlanContract implements Database {}

  @Nested
  class Parity extends ParityContract implements Database {}

  @Nested
  class View extends ViewContract implements Database {}

  @Nested
  class RollUpView extends RollUpViewContract implements Database {}

  @Nested
  class Binding extends BindingContract implements Database {}

  @Nested
  class FirstStart extends FirstStartContract implements Database {}

  @Test
  void hasNoRolesAndSaysSo() throws SQLException {
    try (TestSchema schema = TestDatabase.sqlite().newSchema()) {
      DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

      String plan = database.plan(TestRoles.of(schema));

      assertThat(plan).contains("SQLite has no users and no roles").doesNotContain("grant");
      Sql.script(schema, plan);
      database.validate();
    }
  }
}
