package dev.taskmeta.internal.database;

import java.sql.SQLException;
import java.util.List;

/** Plans schemas as older versions of the code would have. */
public final class OlderSchema {

  private OlderSchema() {}

  /** Returns the SQL that leads to a version and no further. */
  public static String plan(SchemaTarget target, int version) throws SQLException {
    return new SchemaPlan(target, version).sql();
  }

  /** Returns what a migration applies to a schema of a version, in order. */
  public static List<String> after(int version) {
    return MigrationScript.ALL.stream()
        .filter(script -> script.version() > version)
        .map(MigrationScript::toString)
        .toList();
  }

  /** Returns the newest version of the schema. */
  public static int newest() {
    return MigrationScript.newest(MigrationScript.ALL);
  }
}
