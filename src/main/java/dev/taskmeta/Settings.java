package dev.taskmeta;

import dev.taskmeta.internal.settings.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a backend: what was given, and the defaults of {@link Setting} for the rest.
 * Immutable and thread-safe. Passwords do not appear in {@link #toString()}.
 */
public final class Settings {

  private final EnumMap<Setting, GivenValue> given;

  private Settings(EnumMap<Setting, GivenValue> given) {
    this.given = new EnumMap<>(given);
    SettingsCheck.check(this);
  }

  /** Returns a builder in which nothing is set. */
  public static Builder builder() {
    return new Builder(new EnumMap<>(Setting.class));
  }

  /** Returns the defaults. */
  public static Settings defaults() {
    return builder().build();
  }

  /**
   * Reads settings from properties, by their names ({@code result_expires}).
   *
   * @throws ConfigurationException if a name is unknown or a value malformed
   */
  public static Settings of(Properties properties) {
    return SettingsReader.properties(properties);
  }

  /**
   * Reads settings from a properties file in UTF-8.
   *
   * @throws ConfigurationException if the file cannot be read, a name is unknown or comes twice, or
   *     a value is malformed; it names file and line
   */
  public static Settings load(Path file) {
    return SettingsReader.file(file, "");
  }

  /**
   * Reads settings from an environment such as {@code System.getenv()}: {@code
   * TASKMETA_RESULT_EXPIRES} and so on, and the properties file that {@code TASKMETA_CONFIG} names;
   * the environment wins over the file. An empty variable counts as not set.
   *
   * @throws ConfigurationException if a {@code TASKMETA_} variable is unknown or a value malformed
   */
  public static Settings fromEnvironment(Map<String, String> environment) {
    return SettingsReader.environment(environment);
  }

  /**
   * Reads a duration as settings and the command line take it: seconds ({@code 90}, {@code 0.5}),
   * units ({@code 500ms}, {@code 1h30m}, {@code 7d}) or ISO-8601 ({@code PT1H}).
   *
   * @throws ConfigurationException if the text is no duration or is over 100 years
   */
  public static Duration parseDuration(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "'" + text + "': " + e.getMessage() + ". Allowed: " + DurationText.WORDS + ".");
    }
  }

  /**
   * Returns these settings with those that the other was given in their place.
   *
   * @throws ConfigurationException if settings of the two contradict one another
   */
  public Settings merge(Settings other) {
    EnumMap<Setting, GivenValue> merged = new EnumMap<>(given);
    merged.putAll(other.given);
    return new Settings(merged);
  }

  /** Returns a builder in which these settings are set. */
  public Builder toBuilder() {
    return new Builder(new EnumMap<>(given));
  }

  /** Tells whether a value was given, so that the default does not hold. */
  public boolean isSet(Setting setting) {
    return given.containsKey(setting);
  }

  /** Returns the value as it was written, or the default, or nothing; it may hold a password. */
  public Optional<String> text(Setting setting) {
    GivenValue value = given.get(setting);
    return value == null ? setting.defaultText() : Optional.of(value.text());
  }

  /**
   * Returns the URL of the backend, or nothing if none was given; it may hold a password.
   *
   * @throws ConfigurationException if result_backend is {@code database} and there is no
   *     database_url, or there is a database_url and result_backend is another
   */
  public Optional<String> resultBackend() {
    Optional<String> backend = text(Setting.RESULT_BACKEND).map(String::strip);
    Optional<String> database = text(Setting.DATABASE_URL).map(String::strip);
    boolean indirect = backend.filter("database"::equals).isPresent();
    if (indirect && database.isEmpty()) {
      throw new ConfigurationException(
          describe(Setting.RESULT_BACKEND)
              + " needs a database_url; set it, or name the URL here.");
    }
    if (!indirect && database.isPresent()) {
      throw new ConfigurationException(
          describe(Setting.DATABASE_URL)
              + " is read only with result_backend=database; set that, or leave database_url out.");
    }
    return indirect ? database : backend;
  }

  /** Returns the URL of the database that reports read, if it is another; may hold a password. */
  public Optional<String> reportingBackend() {
    return text(Setting.REPORTING_BACKEND).map(String::strip);
  }

  /** Returns the URL that the cleanup works with, if it has one of its own; may hold a password. */
  public Optional<String> maintenanceBackend() {
    return text(Setting.MAINTENANCE_BACKEND).map(String::strip);
  }

  /** Returns how long a finished task is kept; zero means forever. Default 1 day. */
  public Duration resultExpires() {
    return duration(Setting.RESULT_EXPIRES);
  }

  /** Tells whether name, args, kwargs, worker, retries and queue are stored. Default true. */
  public boolean resultExtended() {
    return (Boolean) value(Setting.RESULT_EXTENDED);
  }

  /** Returns whether processes tell each other of ended tasks where the database can. */
  public boolean notifyOthers() {
    return (Boolean) value(Setting.NOTIFY);
  }

  /** Returns how long an unfinished task is kept; zero means forever. Default 7 days. */
  public Duration unfinishedExpires() {
    return duration(Setting.UNFINISHED_EXPIRES);
  }

  /** Returns the largest encoded result in bytes. Default 64 MiB. */
  public long resultMaxBytes() {
    return (Long) value(Setting.RESULT_MAX_BYTES);
  }

  /** Returns where the tables are and what they are called. */
  public TableNames tableNames() {
    Map<String, String> schemas = names(Setting.DATABASE_TABLE_SCHEMAS);
    @Nullable String schema = schemas.values().stream().findFirst().orElse(null);
    return TableNames.DEFAULT.renamed(schema, names(Setting.DATABASE_TABLE_NAMES));
  }

  /** Returns how often an operation is repeated after a passing error. Default 3. */
  public int maxRetries() {
    return integer(Setting.RESULT_BACKEND_MAX_RETRIES);
  }

  /** Returns the first pause before a repetition. Default 10 ms. */
  public Duration retryBaseSleep() {
    return Duration.ofMillis(integer(Setting.RESULT_BACKEND_BASE_SLEEP_BETWEEN_RETRIES_MS));
  }

  /** Returns the longest pause before a repetition. Default 10 s. */
  public Duration retryMaxSleep() {
    return Duration.ofMillis(integer(Setting.RESULT_BACKEND_MAX_SLEEP_BETWEEN_RETRIES_MS));
  }

  /** Returns what opening does about the schema. Default {@link SchemaMode#MIGRATE}. */
  public SchemaMode schemaMode() {
    if (isSet(Setting.DATABASE_CREATE_TABLES_AT_SETUP) && !isSet(Setting.SCHEMA_MODE)) {
      boolean creates = (Boolean) value(Setting.DATABASE_CREATE_TABLES_AT_SETUP);
      return creates ? SchemaMode.MIGRATE : SchemaMode.VALIDATE;
    }
    return (SchemaMode) value(Setting.SCHEMA_MODE);
  }

  /** Returns when expired tasks are deleted. Default every hour. */
  public CleanupSchedule cleanupSchedule() {
    return (CleanupSchedule) value(Setting.CLEANUP_SCHEDULE);
  }

  /** Returns when the cleanup may run. Default always. */
  public CleanupWindows cleanupWindows() {
    return (CleanupWindows) value(Setting.CLEANUP_WINDOWS);
  }

  /** Returns how many rows the cleanup deletes in one transaction at most. Default 1000. */
  public int cleanupBatchSize() {
    return integer(Setting.CLEANUP_BATCH_SIZE);
  }

  /** Returns how many rows the cleanup removes in a second at most; 0 for no limit. Default 0. */
  public int cleanupRowsPerSecond() {
    return integer(Setting.CLEANUP_ROWS_PER_SECOND);
  }

  /** Returns how long the cleanup pauses between two batches. Default 100 ms. */
  public Duration cleanupPause() {
    return duration(Setting.CLEANUP_PAUSE);
  }

  /** Returns how often a process renews the sign of life of its tasks. Default 30 s. */
  public Duration taskAliveInterval() {
    return duration(Setting.TASK_ALIVE_INTERVAL);
  }

  /** Returns how long past its last sign of life a task counts as lost. Default 2 min. */
  public Duration taskLostAfter() {
    return duration(Setting.TASK_LOST_AFTER);
  }

  /** Returns the shortest pause between two looks of the shared watcher. Default 20 ms. */
  public Duration pollIntervalMin() {
    return duration(Setting.POLL_INTERVAL_MIN);
  }

  /** Returns the longest pause between two looks of the shared watcher. Default 500 ms. */
  public Duration pollIntervalMax() {
    return duration(Setting.POLL_INTERVAL_MAX);
  }

  /** Returns the most connections that are open at once. Default 8; on SQLite see isSet. */
  public int databasePoolSize() {
    return integer(Setting.DATABASE_POOL_SIZE);
  }

  /** Returns how long opening a connection may take. Default 10 s. */
  public Duration databaseConnectTimeout() {
    return duration(Setting.DATABASE_CONNECT_TIMEOUT);
  }

  /** Returns the exception classes that reading a failed result may make again. Default none. */
  public List<String> exceptionAllowList() {
    return ((List<?>) value(Setting.EXCEPTION_ALLOW_LIST))
        .stream().map(String::valueOf).collect(Collectors.toUnmodifiableList());
  }

  /** Returns the name of this process in its tasks' rows. Default host:pid. */
  public String workerName() {
    return text(Setting.WORKER_NAME).orElseGet(ProcessName::current);
  }

  /** Returns what was given, with passwords hidden, and where: {@code result_expires=1h (…)}. */
  @Override
  public String toString() {
    StringJoiner joined = new StringJoiner(", ", "Settings[", "]");
    given.keySet().forEach(setting -> joined.add(describe(setting)));
    return joined.toString();
  }

  /** Returns the value that holds; throws IllegalStateException if there is none. */
  Object value(Setting setting) {
    GivenValue value = given.get(setting);
    return value == null ? setting.defaultValue() : value.value();
  }

  /** Returns the setting, its value with passwords hidden, and where that comes from. */
  String describe(Setting setting) {
    GivenValue value = given.get(setting);
    return value == null
        ? setting.key() + "=" + setting.defaultText().orElse("") + " (default)"
        : setting.key() + "=" + value.shown(setting) + " (" + value.source() + ")";
  }

  private Duration duration(Setting setting) {
    return (Duration) value(setting);
  }

  private int integer(Setting setting) {
    return (Integer) value(setting);
  }

  private Map<String, String> names(Setting setting) {
    if (!isSet(setting)) {
      return Map.of();
    }
    return ((Map<?, ?>) value(setting))
        .entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> String.valueOf(e.getKey()), e -> String.valueOf(e.getValue())));
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {

    private final EnumMap<Setting, GivenValue> given;

    private Builder(EnumMap<Setting, GivenValue> given) {
      this.given = given;
    }

    /**
     * Sets a value as a text, as a properties file would.
     *
     * @throws ConfigurationException if the value is malformed
     */
    public Builder set(Setting setting, String text) {
      return put(setting, text, "program");
    }

    /**
     * Sets a value as what it is: a Duration, number, boolean, {@link SchemaMode}, {@link
     * CleanupSchedule}, a map of table names, a collection of class names.
     *
     * @throws ConfigurationException if the value does not fit the setting
     */
    public Builder set(Setting setting, Object value) {
      return put(setting, textOf(value), "program");
    }

    /** Unsets a value, so that the default holds. */
    public Builder unset(Setting setting) {
      given.remove(setting);
      return this;
    }

    /**
     * Returns the settings.
     *
     * @throws ConfigurationException if two of them contradict one another
     */
    public Settings build() {
      return new Settings(given);
    }

    Builder put(Setting setting, String text, String source) {
      given.put(setting, GivenValue.read(setting, text, source));
      return this;
    }

    private static String textOf(Object value) {
      if (value instanceof Map<?, ?> map) {
        return map.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
      }
      if (value instanceof Collection<?> collection) {
        return collection.stream().map(String::valueOf).collect(Collectors.joining(","));
      }
      return value instanceof Class<?> type ? type.getName() : value.toString();
    }
  }
}
