package dev.taskmeta.contract;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.testing.TestSchema;
import org.jspecify.annotations.Nullable;

/** The contract as a user who may read and write the rows and do nothing else. */
abstract class RestrictedContract extends SqlBackendContract {

  private @Nullable String url;

  @Override
  String url(TestSchema schema) {
    if (url == null) {
      ResultBackend.open(schema.url()).close();
      url = schema.restrictedUrl();
    }
    return url;
  }

  @Override
  public ResultBackend.Builder builder() {
    return super.builder().set(Setting.SCHEMA_MODE, "validate");
  }
}
