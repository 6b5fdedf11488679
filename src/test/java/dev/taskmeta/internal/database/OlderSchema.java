package dev.taskmeta.internal.database;

import java.sql.SQLException;

/** Plans schemas as older versions of the code would have. */
public final class OlderSchema {

  private OlderSchema() {}

  /** Returns the SQL that leads to a version and no further. */
  public static String plan(SchemaTarget target, int version) throws SQLException {
    return new SchemaPlan(target, version).sql();
  }

  /** Returns the newest version of the schema. */
  public static int newest() {
    return MigrationScript.newest(MigrationScript.ALL);
  }
}
