package dev.taskmeta;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;

/** Refuses settings that contradict one another. */
final class SettingsCheck {

  private SettingsCheck() {}

  /** Throws ConfigurationException if two settings contradict one another. */
  static void check(Settings settings) {
    checkSchemaMode(settings);
    checkTableNames(settings);
    checkOrder(settings, Setting.POLL_INTERVAL_MIN, Setting.POLL_INTERVAL_MAX);
    checkOrder(settings, Setting.TASK_ALIVE_INTERVAL, Setting.TASK_LOST_AFTER);
    checkOrder(
        settings,
        Setting.RESULT_BACKEND_BASE_SLEEP_BETWEEN_RETRIES_MS,
        Setting.RESULT_BACKEND_MAX_SLEEP_BETWEEN_RETRIES_MS);
  }

  private static void checkSchemaMode(Settings settings) {
    if (!settings.isSet(Setting.SCHEMA_MODE)
        || !settings.isSet(Setting.DATABASE_CREATE_TABLES_AT_SETUP)) {
      return;
    }
    boolean migrates = settings.value(Setting.SCHEMA_MODE) == SchemaMode.MIGRATE;
    if (migrates != (Boolean) settings.value(Setting.DATABASE_CREATE_TABLES_AT_SETUP)) {
      throw new ConfigurationException(
          settings.describe(Setting.DATABASE_CREATE_TABLES_AT_SETUP)
              + " contradicts "
              + settings.describe(Setting.SCHEMA_MODE)
              + "; leave the former out.");
    }
  }

  private static void checkTableNames(Settings settings) {
    if (settings.isSet(Setting.DATABASE_TABLE_SCHEMAS)) {
      Map<?, ?> schemas = (Map<?, ?>) settings.value(Setting.DATABASE_TABLE_SCHEMAS);
      if (new HashSet<>(schemas.values()).size() > 1) {
        throw new ConfigurationException(
            settings.describe(Setting.DATABASE_TABLE_SCHEMAS)
                + ": all tables are in one schema; name the same one for each.");
      }
    }
    Collection<String> names = settings.tableNames().byKey().values();
    if (new HashSet<>(names).size() < names.size()) {
      throw new ConfigurationException(
          settings.describe(Setting.DATABASE_TABLE_NAMES)
              + ": two tables would have the same name; give each its own.");
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void checkOrder(Settings settings, Setting lower, Setting upper) {
    if (((Comparable) settings.value(lower)).compareTo(settings.value(upper)) > 0) {
      throw new ConfigurationException(
          settings.describe(lower)
              + " is more than "
              + settings.describe(upper)
              + "; lower the one or raise the other.");
    }
  }
}
