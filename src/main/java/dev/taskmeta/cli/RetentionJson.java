package dev.taskmeta.cli;

import dev.taskmeta.retention.Explanation;
import dev.taskmeta.retention.RetentionPolicy;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Policies, and how long a task is kept, as JSON objects with the names of the columns. */
final class RetentionJson {

  private RetentionJson() {}

  static String text(RetentionPolicy policy) {
    return object(json -> write(json, policy));
  }

  static String text(Explanation explained) {
    return object(
        json -> {
          json.writeStringProperty("task_id", explained.task().taskId());
          write(json, "name", explained.task().name());
          json.writeStringProperty("state", explained.task().state().name());
          write(json, "queue", explained.task().queue());
          json.writeStringProperty("source", explained.source());
          Instant goesAt = explained.goesAtOrNull();
          write(json, "goes_at", goesAt == null ? null : Times.exact(goesAt));
          json.writeBooleanProperty("applied", explained.applied());
          json.writeArrayPropertyStart("holds");
          explained.task().holds().forEach(json::writeString);
          json.writeEndArray();
          json.writeArrayPropertyStart("policies");
          for (RetentionPolicy policy : explained.policies()) {
            json.writeStartObject();
            write(json, policy);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static String object(Consumer<JsonGenerator> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      content.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, RetentionPolicy policy) {
    json.writeNumberProperty("policy_id", policy.id());
    json.writeStringProperty("name_pattern", policy.namePattern());
    write(json, "state", policy.state() == null ? null : policy.state().name());
    write(json, "queue", policy.queue());
    write(json, "keep_seconds", policy.keep());
    if (policy.keepLast() == null) {
      json.writeNullProperty("keep_last");
    } else {
      json.writeNumberProperty("keep_last", policy.keepLast());
    }
    json.writeStringProperty("action", policy.action().name().toLowerCase(Locale.ROOT));
    write(json, "archive_keep_seconds", policy.archiveKeep());
    json.writeBooleanProperty("archive_payloads", policy.archivePayloads());
    json.writeNumberProperty("priority", policy.priority());
    json.writeBooleanProperty("enabled", policy.enabled());
    write(json, "note", policy.note());
    json.writeStringProperty("updated_at", Times.exact(policy.updatedAt()));
  }

  private static void write(JsonGenerator json, String name, @Nullable String text) {
    if (text == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, text);
    }
  }

  private static void write(JsonGenerator json, String name, @Nullable Duration duration) {
    if (duration == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, duration.toSeconds());
    }
  }
}
