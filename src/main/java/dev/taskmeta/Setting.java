package dev.taskmeta;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is: its name (Celery's where Celery has one), what values it takes, its
 * default and what it does. The table in {@code docs/configuration.md} says the same.
 */
public enum Setting {
  /** Where results are kept. */
  RESULT_BACKEND(
      SettingType.urlOrDatabase(),
      null,
      "Where results are kept: a database URL as Celery writes it, a jdbc: URL, or memory://.",
      "db+postgresql://user:password@db.example.com/app"),
  /** The database, as Celery's older pair of settings names it. */
  DATABASE_URL(
      SettingType.url(),
      null,
      "The database URL where result_backend is only the word database.",
      "postgresql://user:password@db.example.com/app"),
  /** Where reports are read. */
  REPORTING_BACKEND(
      SettingType.url(),
      null,
      "The database that reports read, such as a replica, with the same tables; by default that of"
          + " result_backend.",
      "db+postgresql://reporting:password@replica.example.com/app"),
  /** Where the cleanup works. */
  MAINTENANCE_BACKEND(
      SettingType.url(),
      null,
      "The same database by another user, for the cleanup alone: one with the rights to make and"
          + " drop partitions of the archive; by default the connections of result_backend.",
      "db+postgresql://maintenance:password@db.example.com/app"),
  /** How long a result is kept. */
  RESULT_EXPIRES(
      SettingType.keeping(),
      "1d",
      "How long a finished task is kept; 0, none or never: forever.",
      "7d"),
  /** Whether the description of a task is stored. */
  RESULT_EXTENDED(
      SettingType.toggle(),
      "true",
      "Whether name, args, kwargs, worker, retries and queue are stored; Celery's default is"
          + " false.",
      "false"),
  /** How long a task that never finishes is kept. */
  UNFINISHED_EXPIRES(
      SettingType.keeping(),
      "7d",
      "How long a task that never finishes is kept after its last update and its eta; 0: forever.",
      "30d"),
  /** The largest result. */
  RESULT_MAX_BYTES(
      SettingType.size(1, Integer.MAX_VALUE),
      "64MiB",
      "The largest encoded result, args or kwargs; what the server takes in one statement also"
          + " bounds it.",
      "256MiB"),
  /** The schema of the tables. */
  DATABASE_TABLE_SCHEMAS(
      SettingType.tableSchemas(),
      null,
      "The schema (MySQL, MariaDB: the database) of all tables; by default the connection's own.",
      "task=jobs,group=jobs"),
  /** The names of the tables. */
  DATABASE_TABLE_NAMES(
      SettingType.tableNames(),
      "task=task_meta,group=group_meta,group_member=group_member,lease=maintenance_lease,"
          + "history=taskmeta_schema_history,views=v_,others=",
      "The names of the tables, and what those of the views and of the other tables begin with; what"
          + " is not named keeps its default.",
      "task=app_task_meta,group=app_group_meta"),
  /** How often a failed operation is repeated. */
  RESULT_BACKEND_MAX_RETRIES(
      SettingType.count(0, 1_000_000),
      "3",
      "How often an operation is repeated after a passing error (connection lost, deadlock).",
      "5"),
  /** The first pause before a repetition. */
  RESULT_BACKEND_BASE_SLEEP_BETWEEN_RETRIES_MS(
      SettingType.count(0, 3_600_000),
      "10",
      "The first pause before a repetition, in milliseconds; it doubles, with full jitter.",
      "50"),
  /** The longest pause before a repetition. */
  RESULT_BACKEND_MAX_SLEEP_BETWEEN_RETRIES_MS(
      SettingType.count(0, 3_600_000),
      "10000",
      "The longest pause before a repetition, in milliseconds.",
      "30000"),
  /** What opening does about the schema. */
  SCHEMA_MODE(
      SettingType.schemaMode(),
      "migrate",
      "What opening does about the schema: create and upgrade it, only check it, or nothing.",
      "validate"),
  /** Celery's name for the choice between migrate and validate. */
  DATABASE_CREATE_TABLES_AT_SETUP(
      SettingType.toggle(),
      null,
      "Celery's word for it: true is schema_mode=migrate, false is schema_mode=validate.",
      "false"),
  /** When the cleanup runs. */
  CLEANUP_SCHEDULE(
      SettingType.schedule(),
      "1h",
      "When expired tasks are deleted: an interval, a daily time (UTC, or in a named zone), off, or"
          + " external: something else cleans, at an interval, and the application only watches.",
      "04:00 Europe/Berlin"),
  /** When the cleanup may run. */
  CLEANUP_WINDOWS(
      SettingType.windows(),
      "always",
      "The hours in which the cleanup may run, in UTC or in a zone named at the end; it stops at a"
          + " window's end and goes on in the next.",
      "mon-fri 22:00-06:00, sat-sun 00:00-24:00 Europe/Berlin"),
  /** How many rows the cleanup deletes at once. */
  CLEANUP_BATCH_SIZE(
      SettingType.count(1, 100_000),
      "1000",
      "How many rows the cleanup deletes in one transaction at most; fewer where that takes over"
          + " 40 ms, and under cleanup_rows_per_second.",
      "5000"),
  /** How fast the cleanup may be. */
  CLEANUP_ROWS_PER_SECOND(
      SettingType.count(0, 100_000_000),
      "0",
      "How many rows the cleanup removes in a second at most; 0: as fast as batches and pauses"
          + " are.",
      "500"),
  /** The pause between two batches. */
  CLEANUP_PAUSE(
      SettingType.duration(Duration.ZERO),
      "100ms",
      "How long the cleanup pauses between two batches.",
      "1s"),
  /** How often a process says that its tasks are alive. */
  TASK_ALIVE_INTERVAL(
      SettingType.duration(Duration.ofMillis(100)),
      "30s",
      "How often a process renews the sign of life of its running tasks.",
      "10s"),
  /** How long a task may be silent. */
  TASK_LOST_AFTER(
      SettingType.duration(Duration.ofMillis(100)),
      "2min",
      "How long after its last promised sign of life a running task counts as lost.",
      "5min"),
  /** The shortest pause between two looks. */
  POLL_INTERVAL_MIN(
      SettingType.duration(Duration.ofMillis(1)),
      "20ms",
      "The shortest time from one look of the shared watcher at what is waited for to the next.",
      "50ms"),
  /** The longest pause between two looks. */
  POLL_INTERVAL_MAX(
      SettingType.duration(Duration.ofMillis(1)),
      "500ms",
      "The longest time from one look of the shared watcher to the next.",
      "2s"),
  /** Whether processes tell each other of ended tasks. */
  NOTIFY(
      SettingType.toggle(),
      "true",
      "Whether processes tell each other of ended tasks by PostgreSQL's NOTIFY; switch it off"
          + " behind a pooler in transaction mode.",
      "false"),
  /** How many connections are kept. */
  DATABASE_POOL_SIZE(
      SettingType.count(1, 1_000),
      "8",
      "The most connections that are open at once; on SQLite the default is 4.",
      "16"),
  /** How long connecting may take. */
  DATABASE_CONNECT_TIMEOUT(
      SettingType.duration(Duration.ofMillis(250)),
      "10s",
      "How long opening a connection, or waiting for a free one, may take.",
      "3s"),
  /** The exceptions that may be made again. */
  EXCEPTION_ALLOW_LIST(
      SettingType.classNames(),
      "",
      "The exception classes that reading a failed result may make again; others come as a"
          + " description.",
      "java.lang.IllegalStateException,com.example.PaymentRefused"),
  /** The name of this process. */
  WORKER_NAME(
      SettingType.workerName(),
      null,
      "The name of this process in its tasks' rows; by default host:pid.",
      "mailer@host-7");

  private static final String ENVIRONMENT_PREFIX = "TASKMETA_";

  private final SettingType type;
  private final @Nullable String defaultText;
  private final String description;
  private final String example;
  private volatile @Nullable Object defaultValue;

  Setting(SettingType type, @Nullable String defaultText, String description, String example) {
    this.type = type;
    this.defaultText = defaultText;
    this.description = description;
    this.example = example;
  }

  /** Returns the name in properties files and messages, such as {@code result_expires}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name in the environment, such as {@code TASKMETA_RESULT_EXPIRES}. */
  public String environmentName() {
    return ENVIRONMENT_PREFIX + name();
  }

  /** Returns the kind of value in a word, such as {@code duration}. */
  public String typeName() {
    return type.name();
  }

  /** Returns what values are allowed, as messages say it. */
  public String allowed() {
    return type.words();
  }

  /** Returns the default as it would be written, or nothing if there is none. */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /** Returns in one sentence what the setting does. */
  public String description() {
    return description;
  }

  /** Returns a value that it could be given. */
  public String example() {
    return example;
  }

  /** Returns the setting of that name, or nothing if there is none. */
  public static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }

  SettingType type() {
    return type;
  }

  /** Returns the default as what it is, read at the first use; throws if there is none. */
  Object defaultValue() {
    Object value = defaultValue;
    if (value == null) {
      value = type.parse().apply(defaultText().orElseThrow(() -> new IllegalStateException(key())));
      defaultValue = value;
    }
    return value;
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }
}
