package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.SchemaException;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostgreSql18SchemaTest {

  interface Database extends DatabaseTest {
    @Override
    default TestDatabase database() {
      return TestDatabase.postgresql18();
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
  class RestrictedUser extends RestrictedUserContract implements Database {
    @Test
    void aHistoryThatMayNotBeReadIsReportedWithTheGrant(TestSchema schema) throws SQLException {
      new DatabaseSchema(Targets.of(schema)).migrate();
      DatabaseSchema restricted = restricted(schema);
      schema.execute(
          "do $$ declare r text; begin select grantee into r from"
              + " information_schema.role_table_grants where table_name ="
              + " 'taskmeta_schema_history' and grantee <> current_user limit 1;"
              + " execute 'revoke select on taskmeta_schema_history from ' || r; end $$");

      assertThatThrownBy(restricted::validate)
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("permission denied for table taskmeta_schema_history")
          .hasMessageContaining("grant select on taskmeta_schema_history");
    }
  }

  @Nested
  class Roles extends RolesContract implements Database {}

  @Nested
  class FirstStart extends FirstStartContract implements Database {}

  @Nested
  class LiveMigration extends LiveMigrationContract implements Database {}
}
