package dev.taskmeta.contract;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.schema.TestRoles;
import dev.taskmeta.testing.TestSchema;
import org.jspecify.annotations.Nullable;

/** The contract as a user who has the rights of the printed application role and no others. */
abstract class RestrictedContract extends SqlBackendContract {

  private @Nullable String url;

  @Override
  String url(TestSchema schema) {
    if (url == null) {
      Settings owner =
          Settings.defaults().toBuilder().set(Setting.RESULT_BACKEND, schema.url()).build();
      schema.administer(TaskSchema.of(owner).plan(TestRoles.of(schema)));
      TestRoles.admitOwner(schema);
      url = schema.memberUrl(TestRoles.name(schema, DatabaseRole.APPLICATION));
    }
    return url;
  }

  @Override
  public ResultBackend.Builder builder() {
    return super.builder().set(Setting.SCHEMA_MODE, "validate");
  }
}
