package dev.taskmeta.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Schemas made by a newer version of Taskmeta than the code under test: its command line stands in
 * the environment variable {@code TEST_MIGRATE_COMMAND}. So {@code .ci/last-release} proves that a
 * released version goes on working while a newer one is rolled out.
 */
public final class NewerSchema {

  private static final @Nullable String COMMAND = System.getenv("TEST_MIGRATE_COMMAND");

  private NewerSchema() {}

  /** Tells whether a newer version is to make the schemas. */
  public static boolean isAskedFor() {
    return COMMAND != null;
  }

  /**
   * Lets the newer version make its tables.
   *
   * @throws IllegalStateException if it does not
   */
  public static void migrate(TestSchema schema) {
    ProcessBuilder builder = new ProcessBuilder(COMMAND, "migrate").redirectErrorStream(true);
    builder.environment().put("TASKMETA_RESULT_BACKEND", schema.url());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(COMMAND + " migrate: " + output);
      }
      System.out.println("MIGRATED " + schema.engine() + " by " + COMMAND);
    } catch (IOException e) {
      throw new IllegalStateException(COMMAND + " migrate", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(COMMAND + " migrate", e);
    }
  }
}
