package dev.taskmeta.contract;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.NewerSchema;
import dev.taskmeta.testing.TestSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The themes that every SQL database passes. */
abstract class SqlBackendContract extends BackendContract
    implements DatabaseTest,
        ReportContract,
        TransactionContract,
        SqlHoldContract,
        ClusterContract,
        StatementContract {

  private @Nullable TestSchema schema;

  /** The URL that the backend is opened with; the Celery form unless a subclass says otherwise. */
  String url(TestSchema schema) {
    return schema.url();
  }

  @Override
  public ResultBackend.Builder builder() {
    ResultBackend.Builder builder = ResultBackend.builder().url(url(schema()));
    return NewerSchema.isAskedFor() ? builder.set(Setting.SCHEMA_MODE, "off") : builder;
  }

  @Override
  public TestSchema schema() {
    if (schema == null) {
      schema = database().newSchema();
      if (NewerSchema.isAskedFor()) {
        NewerSchema.migrate(schema);
      }
    }
    return schema;
  }

  @Override
  @AfterAll
  void closeBackend() {
    super.closeBackend();
    if (schema != null) {
      schema.close();
    }
  }
}
