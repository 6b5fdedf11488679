package dev.taskmeta.app;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What an app does on a database that several processes share. */
abstract class SqlAppContract extends AppContract implements DatabaseTest {

  private TestSchema schema;
  private ResultBackend observer;

  @BeforeEach
  void open(TestSchema schema) {
    this.schema = schema;
    super.open();
    observer = open(schema.url());
  }

  /** Opened by {@link #open(TestSchema)}, which knows the URL. */
  @Override
  void open() {}

  @Override
  String url() {
    return schema.url();
  }

  @Override
  ResultBackend observer() {
    return observer;
  }

  @AfterEach
  void closeObserver() {
    observer.close();
  }
}
