package dev.taskmeta.schema;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.util.EnumMap;
import java.util.Map;

/** Names of roles for one test database: roles are the server's, and tests share it. */
public final class TestRoles {

  private TestRoles() {}

  /**
   * Returns what the roles of a database are called, short enough for MySQL; they go with the
   * database.
   */
  public static Map<DatabaseRole, String> of(TestSchema schema) {
    Map<DatabaseRole, String> roles = new EnumMap<>(DatabaseRole.class);
    for (DatabaseRole role : DatabaseRole.values()) {
      roles.put(role, name(schema, role));
      schema.dropRoleAfterwards(name(schema, role));
    }
    return roles;
  }

  /** Lets the test's own user go on as the owner of the tables. */
  public static void admitOwner(TestSchema schema) {
    if (schema.engine() == TestEngine.POSTGRESQL) {
      schema.administer(
          "grant \"%s\" to %s".formatted(name(schema, DatabaseRole.OWNER), schema.user()));
    }
  }

  /** Returns what one role of a database is called. */
  public static String name(TestSchema schema, DatabaseRole role) {
    return schema.name() + "_" + role.toString().charAt(0);
  }
}
