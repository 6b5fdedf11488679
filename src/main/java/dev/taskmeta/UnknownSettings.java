package dev.taskmeta;

import dev.taskmeta.internal.settings.NearestName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says about a name that is no setting what it may be instead. */
final class UnknownSettings {

  /** Celery's settings that mean nothing here, and why; the table in the docs says the same. */
  static final Map<String, String> CELERYS = celerys();

  /** Families of Celery's settings, by how they begin. */
  static final Map<String, String> FAMILIES = families();

  private UnknownSettings() {}

  /** Returns the exception for a name that is no setting. */
  static ConfigurationException refuse(String name, String source) {
    String plain = plain(name);
    String reason = CELERYS.get(plain);
    if (reason == null) {
      reason = NearestName.among(Setting.keys(), plain).map(UnknownSettings::meant).orElse(null);
    }
    if (reason == null) {
      reason =
          FAMILIES.entrySet().stream()
              .filter(family -> plain.startsWith(family.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("known are " + String.join(", ", Setting.keys()) + ".");
    }
    return new ConfigurationException("unknown setting " + name + " (" + source + "): " + reason);
  }

  private static String meant(String key) {
    return "did you mean " + key + "?";
  }

  /** Celery 3 wrote CELERY_RESULT_BACKEND, Django projects still do. */
  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    return lower.replaceFirst("^(taskmeta_|celeryd?_)+", "");
  }

  private static Map<String, String> celerys() {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("broker_url", "Taskmeta keeps results and has no broker; set result_backend.");
    reasons.put(
        "result_serializer", "each stored row names its own content type; choose a ResultCodec.");
    reasons.put(
        "result_accept_content",
        "nothing that a row holds is ever executed; choose a ResultCodec.");
    reasons.put("accept_content", "Taskmeta receives no messages; choose a ResultCodec.");
    reasons.put("result_compression", "the database compresses what is large; leave it out.");
    reasons.put("result_cache_max", "only handles of finished tasks remember; leave it out.");
    reasons.put("result_persistent", "what is stored in SQL always persists; leave it out.");
    reasons.put("result_backend_always_retry", "passing errors are always retried; leave it out.");
    reasons.put("result_backend_thread_safe", "a backend is always thread-safe; leave it out.");
    reasons.put(
        "result_backend_transport_options", "options of the connection belong into the URL.");
    reasons.put(
        "database_engine_options",
        "use database_pool_size, database_connect_timeout and the URL's options.");
    reasons.put(
        "database_engine_callback", "open the backend on a DataSource of your own instead.");
    reasons.put(
        "database_short_lived_sessions", "connections always go back to the pool; leave it out.");
    reasons.put("result_exchange", "results are rows and not messages; leave it out.");
    reasons.put("result_exchange_type", "results are rows and not messages; leave it out.");
    reasons.put("result_chord_join_timeout", "Taskmeta runs no chords; leave it out.");
    reasons.put("result_chord_retry_interval", "Taskmeta runs no chords; leave it out.");
    reasons.put("timezone", "times are UTC; name a zone in cleanup_schedule.");
    reasons.put("enable_utc", "times are always UTC; leave it out.");
    reasons.put("task_track_started", "a TaskApp always stores STARTED; leave it out.");
    reasons.put("task_ignore_result", "set ignoreResult where a task is defined or called.");
    reasons.put(
        "task_store_errors_even_if_ignored", "set ignoreResult where a task is defined or called.");
    return reasons;
  }

  private static Map<String, String> families() {
    String otherBackend = "it belongs to another of Celery's result backends; leave it out.";
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("broker_", "Taskmeta keeps results and has no broker; leave it out.");
    reasons.put("task_", "it steers Celery's tasks, which Taskmeta does not run; leave it out.");
    reasons.put(
        "worker_", "it steers Celery's workers, which Taskmeta does not run; leave it out.");
    reasons.put("beat_", "it steers Celery's beat; the cleanup has cleanup_schedule.");
    for (String backend :
        new String[] {
          "redis_",
          "cache_",
          "cassandra_",
          "mongodb_",
          "elasticsearch_",
          "couchbase_",
          "arangodb_",
          "cosmosdbsql_",
          "azureblockblob_",
          "s3_",
          "gcs_",
          "dynamodb_"
        }) {
      reasons.put(backend, otherBackend);
    }
    return reasons;
  }
}
