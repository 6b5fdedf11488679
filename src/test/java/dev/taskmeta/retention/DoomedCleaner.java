package dev.taskmeta.retention;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;

/** A process that cleans up slowly, for tests to kill. */
final class DoomedCleaner {

  private DoomedCleaner() {}

  public static void main(String[] args) {
    Settings settings =
        Settings.fromEnvironment(System.getenv()).toBuilder()
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .set(Setting.CLEANUP_BATCH_SIZE, "3")
            .set(Setting.CLEANUP_PAUSE, "500ms")
            .build();
    try (ResultBackend backend = ResultBackend.open(settings)) {
      backend.cleanup();
    }
  }
}
