package dev.taskmeta.retention;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.schema.TestRoles;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.TestSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The governed cleanup, run by a user who has the rights of the role that maintains and no more, as
 * the printed grants give them.
 */
interface AsMaintenance extends PolicyCleanupContract, GovernorContract, ArchivingContract {

  /** The maintenance users' URLs by the name of their database. */
  Map<String, String> MAINTAINED = new ConcurrentHashMap<>();

  @Override
  default ResultBackend open(TestSchema schema, Map<Setting, String> more) {
    String url = MAINTAINED.computeIfAbsent(schema.name(), name -> maintained(schema));
    Map<Setting, String> all = new HashMap<>(more);
    all.put(Setting.SCHEMA_MODE, "validate");
    all.putIfAbsent(Setting.MAINTENANCE_BACKEND, url);
    return PolicyCleanupContract.super.open(schema, all);
  }

  /** Makes the roles; returns the URL of a user who has that of the maintenance. */
  static String maintained(TestSchema schema) {
    Map<DatabaseRole, String> roles = TestRoles.of(schema);
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, schema.url()).build();
    try {
      DatabaseClient.runAsAdministrator(schema, TaskSchema.of(settings).plan(roles));
    } catch (Exception e) {
      throw new IllegalStateException("the roles cannot be made", e);
    }
    TestRoles.admitOwner(schema);
    return schema.memberUrl(roles.get(DatabaseRole.MAINTENANCE));
  }
}
