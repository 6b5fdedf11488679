package dev.taskmeta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

  @ParameterizedTest
  @EnumSource(Setting.class)
  void defaults_and_examples_are_values_that_the_setting_takes(Setting setting) {
    Settings.builder().set(setting, setting.example()).build();
    setting.defaultText().ifPresent(text -> Settings.builder().set(setting, text).build());

    assertThat(Setting.ofKey(setting.key())).contains(setting);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          result_expires | 90 | PT1M30S
          result_expires | 1.5 | PT1.5S
          result_expires | 1h30m | PT1H30M
          result_expires | 2 min | PT2M
          result_expires | 7D | PT168H
          result_expires | PT1H | PT1H
          result_expires | 0 | PT0S
          result_expires | never | PT0S
          result_expires | None | PT0S
          cleanup_pause | 500ms | PT0.5S
          cleanup_pause | 0 | PT0S
          result_max_bytes | 20MB | 20000000
          result_max_bytes | 64 MiB | 67108864
          result_max_bytes | 1000 | 1000
          result_extended | no | false
          result_extended | ON | true
          schema_mode | Validate | VALIDATE
          cleanup_schedule | 4:00 | 04:00
          cleanup_schedule | 04:00 Europe/Berlin | 04:00 Europe/Berlin
          cleanup_schedule | off | off
          cleanup_schedule | external | external 1h
          cleanup_schedule | External 1d | external 1d
          cleanup_schedule | 90 | 1min30s
          exception_allow_list | a.B, c.D$E | [a.B, c.D$E]
          """)
  void reads_values_as_people_write_them(String key, String text, String expected) {
    Setting setting = Setting.ofKey(key).orElseThrow();

    assertThat(Settings.builder().set(setting, text).build().value(setting)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          result_expires | soon | not a duration
          result_expires | -1 | not a duration
          result_expires | PT-1H | not negative
          result_expires | 500ms | too short
          result_expires | 101 years | unknown unit 'years'
          result_expires | 36526d | at most 100 years
          result_expires | 1e9 | unknown unit 'e'
          result_expires | P1X | ISO-8601
          result_max_bytes | 64 MX | unknown unit 'MX'
          result_max_bytes | 0 | out of range
          result_max_bytes | 3GiB | out of range
          database_pool_size | 0 | out of range
          database_pool_size | many | not a whole number
          result_extended | maybe | neither true nor false
          schema_mode | create | no such mode
          cleanup_schedule | 25:00 | not a time of day
          cleanup_schedule | 04:00 Mars/Base | not a time of day with a known zone
          database_table_names | tasks=x | unknown key 'tasks' (did you mean task?)
          database_table_names | task=x;drop table y | is no such name
          database_table_names | task=x,task=y | comes twice
          database_table_names | x | is not key=name
          database_table_schemas | a b | not a schema name
          exception_allow_list | a..B | is no class name
          result_backend | postgresql | not a URL
          worker_name | '' | not a worker's name
          """)
  void refuses_malformed_values_naming_setting_value_and_what_is_allowed(
      String key, String text, String why) {
    Setting setting = Setting.ofKey(key).orElseThrow();

    assertThatThrownBy(() -> Settings.builder().set(setting, text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key + " = '")
        .hasMessageContaining("(program): ")
        .hasMessageContaining(why)
        .hasMessageContaining("Allowed: " + setting.allowed());
  }

  @Test
  void takes_values_as_what_they_are() {
    Settings settings =
        Settings.builder()
            .set(Setting.RESULT_EXPIRES, Duration.ofMinutes(90))
            .set(Setting.DATABASE_POOL_SIZE, 3)
            .set(Setting.RESULT_EXTENDED, false)
            .set(Setting.SCHEMA_MODE, SchemaMode.OFF)
            .set(Setting.CLEANUP_SCHEDULE, CleanupSchedule.every(Duration.ofHours(2)))
            .set(Setting.DATABASE_TABLE_NAMES, Map.of("task", "app_task"))
            .set(Setting.DATABASE_TABLE_SCHEMAS, Map.of("task", "jobs", "group", "jobs"))
            .set(Setting.EXCEPTION_ALLOW_LIST, List.of("java.io.IOException"))
            .build();

    assertThat(settings.resultExpires()).hasMinutes(90);
    assertThat(settings.databasePoolSize()).isEqualTo(3);
    assertThat(settings.resultExtended()).isFalse();
    assertThat(settings.schemaMode()).isEqualTo(SchemaMode.OFF);
    assertThat(settings.cleanupSchedule().interval()).hasHours(2);
    assertThat(settings.tableNames().schema()).isEqualTo("jobs");
    assertThat(settings.tableNames().taskMeta()).isEqualTo("app_task");
    assertThat(settings.tableNames().groupMeta()).isEqualTo("group_meta");
    assertThat(settings.exceptionAllowList()).containsExactly("java.io.IOException");
  }

  @Test
  void has_the_documented_defaults() {
    Settings settings = Settings.defaults();

    assertThat(settings.resultBackend()).isEmpty();
    assertThat(settings.resultExpires()).hasDays(1);
    assertThat(settings.unfinishedExpires()).hasDays(7);
    assertThat(settings.resultMaxBytes()).isEqualTo(64L << 20);
    assertThat(settings.maxRetries()).isEqualTo(3);
    assertThat(settings.retryBaseSleep()).hasMillis(10);
    assertThat(settings.retryMaxSleep()).hasSeconds(10);
    assertThat(settings.schemaMode()).isEqualTo(SchemaMode.MIGRATE);
    assertThat(settings.tableNames()).isEqualTo(TableNames.DEFAULT);
    assertThat(settings.workerName()).endsWith(":" + ProcessHandle.current().pid());
  }

  @Test
  void reads_a_file_and_lets_the_environment_win(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("taskmeta.properties");
    Files.writeString(
        file,
        """
        # comment \\
        result_expires = 7d
        exception_allow_list = a.B,\\
            c.D
        worker_name = größer
        """,
        StandardCharsets.UTF_8);

    Settings settings =
        Settings.fromEnvironment(
            Map.of(
                "TASKMETA_CONFIG", file.toString(),
                "TASKMETA_RESULT_EXPIRES", "2d",
                "TASKMETA_CLEANUP_PAUSE", "",
                "PATH", "/bin"));

    assertThat(settings.resultExpires()).hasDays(2);
    assertThat(settings.exceptionAllowList()).containsExactly("a.B", "c.D");
    assertThat(settings.workerName()).isEqualTo("größer");
    assertThat(settings.cleanupPause()).hasMillis(100);
    assertThat(settings.toString())
        .contains("result_expires=2d (environment TASKMETA_RESULT_EXPIRES)")
        .contains("worker_name=größer (" + file + ":5)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          result_expire=1d | unknown setting result_expire (%s:1): did you mean result_expires?
          a\\u00zz=1 | %s:1: a malformed
          result_expires=1d\\nresult_expires=2d | result_expires (%s:2) comes a second time; it is in line 1
          \\n\\nresult_expires=soon | result_expires = 'soon' (%s:3): not a duration
          """)
  void names_file_and_line_of_what_it_refuses(String text, String message, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("x.properties");
    Files.writeString(file, text.replace("\\n", "\n").replace("\\\\", "\\"));

    assertThatThrownBy(() -> Settings.load(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message.replace("%s", file.toString()));
  }

  @Test
  void says_that_a_file_is_missing_or_not_utf8(@TempDir Path folder) throws Exception {
    Path latin = folder.resolve("latin.properties");
    Files.write(latin, "worker_name=größer".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Settings.load(latin)).hasMessageContaining("is not UTF-8");
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("TASKMETA_CONFIG", folder + "/none")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/none (TASKMETA_CONFIG) does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          broker_url | has no broker; set result_backend
          result_serializer | choose a ResultCodec
          result_compression | leave it out
          database_engine_options | use database_pool_size
          CELERY_RESULT_BACKEND | did you mean result_backend?
          CELERY_BROKER_URL | has no broker
          redis_max_connections | another of Celery's result backends
          task_acks_late | it steers Celery's tasks
          worker_nam | did you mean worker_name?
          xyzzy | known are result_backend
          """)
  void says_why_a_name_is_no_setting_here(String name, String why) {
    Properties properties = new Properties();
    properties.setProperty(name, "1");

    assertThatThrownBy(() -> Settings.of(properties))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("unknown setting " + name + " (properties): ")
        .hasMessageContaining(why);
  }

  @Test
  void refuses_unknown_variables_of_its_prefix() {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("TASKMETA_RESULT_EXPIRE", "1d")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("TASKMETA_RESULT_EXPIRE (environment): did you mean result_expires?");
  }

  @Test
  void the_later_of_two_merged_settings_wins() {
    Settings one = Settings.builder().set(Setting.RESULT_EXPIRES, "1h").build();
    Settings two = Settings.builder().set(Setting.RESULT_EXPIRES, "2h").build();

    assertThat(one.merge(two).resultExpires()).hasHours(2);
    assertThat(one.merge(Settings.defaults()).resultExpires()).hasHours(1);
    assertThat(one.toBuilder().unset(Setting.RESULT_EXPIRES).build().resultExpires()).hasDays(1);
  }

  @Test
  void refuses_settings_that_contradict_one_another() {
    refused(Map.of(Setting.SCHEMA_MODE, "off", Setting.DATABASE_CREATE_TABLES_AT_SETUP, "true"))
        .hasMessageContaining("database_create_tables_at_setup=true (program) contradicts");
    refused(Map.of(Setting.DATABASE_TABLE_SCHEMAS, "task=a,group=b"))
        .hasMessageContaining("name the same one for each");
    refused(Map.of(Setting.DATABASE_TABLE_NAMES, "task=group_meta"))
        .hasMessageContaining("two tables would have the same name");
    refused(Map.of(Setting.POLL_INTERVAL_MAX, "10ms"))
        .hasMessageContaining("poll_interval_min=20ms (default) is more than");
  }

  @Test
  void celerys_word_for_the_schema_mode_is_understood() {
    Setting celerys = Setting.DATABASE_CREATE_TABLES_AT_SETUP;

    assertThat(Settings.builder().set(celerys, "false").build().schemaMode())
        .isEqualTo(SchemaMode.VALIDATE);
    assertThat(Settings.builder().set(celerys, "true").build().schemaMode())
        .isEqualTo(SchemaMode.MIGRATE);
  }

  @Test
  void the_database_url_is_read_where_the_backend_is_only_called_database() {
    Settings.Builder builder = Settings.builder().set(Setting.RESULT_BACKEND, "database");

    assertThatThrownBy(() -> builder.build().resultBackend())
        .hasMessageContaining("needs a database_url");
    assertThat(builder.set(Setting.DATABASE_URL, "postgresql://h/d").build().resultBackend())
        .contains("postgresql://h/d");
    assertThatThrownBy(() -> builder.unset(Setting.RESULT_BACKEND).build().resultBackend())
        .hasMessageContaining("is read only with result_backend=database");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Map<Setting, String> values) {
    Settings.Builder builder = Settings.builder();
    values.forEach(builder::set);
    return assertThatThrownBy(builder::build).isInstanceOf(ConfigurationException.class);
  }
}
