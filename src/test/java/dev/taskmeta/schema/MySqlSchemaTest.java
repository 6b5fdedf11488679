package dev.taskmeta.schema;

import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestDatabase;
import org.junit.jupiter.api.Nested;

class MySqlSchemaTest {

  interface Database extends DatabaseTest {
    @Override
    default TestDatabase database() {
      return TestDatabase.mysql();
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
  class RestrictedUser extends RestrictedUserContract implements Database {}

  @Nested
  class Roles extends RolesContract implements Database {}

  @Nested
  class FirstStart extends FirstStartContract implements Database {}

  @Nested
  class HalfMigration extends HalfMigrationContract implements Database {}
}
