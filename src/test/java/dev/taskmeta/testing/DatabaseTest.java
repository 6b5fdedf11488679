package dev.taskmeta.testing;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs on one database, which its subclass names. Without that database its tests
 * are skipped. A test method may take a {@link TestSchema}, which is fresh and dropped afterwards.
 */
@ExtendWith(DatabaseExtension.class)
public interface DatabaseTest {
  /** Returns the database that the tests run on. */
  TestDatabase database();
}
