package dev.taskmeta.cli;

import dev.taskmeta.Payload;
import dev.taskmeta.TaskMeta;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a task as one JSON object on one line, with Celery's names and ours. */
final class TaskJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private TaskJson() {}

  /**
   * Writes a task.
   *
   * @param children the ids of the tasks that it called
   */
  static String line(TaskMeta meta, List<String> children) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("task_id", meta.taskId());
      json.writeStringProperty("status", meta.state().name());
      payload(json, "result", meta.payload());
      text(json, "traceback", meta.traceback());
      time(json, "date_done", meta.finishedAt());
      text(json, "name", meta.name());
      payload(json, "args", meta.argsPayload());
      payload(json, "kwargs", meta.kwargsPayload());
      text(json, "worker", meta.worker());
      retries(json, meta);
      text(json, "queue", meta.queue());
      children(json, children);
      text(json, "parent_id", meta.parentId());
      text(json, "group_id", meta.groupId());
      json.writeBooleanProperty("known", meta.known());
      json.writeBooleanProperty("lost", meta.lost());
      time(json, "date_created", meta.createdAt());
      time(json, "date_started", meta.startedAt());
      time(json, "result_expires_at", meta.expiresAt());
      text(json, "error_fingerprint", meta.errorFingerprint());
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void text(JsonGenerator json, String key, Optional<String> value) {
    json.writeStringProperty(key, value.orElse(null));
  }

  private static void time(JsonGenerator json, String key, Optional<Instant> value) {
    json.writeStringProperty(key, value.map(Times::exact).orElse(null));
  }

  private static void retries(JsonGenerator json, TaskMeta meta) {
    if (meta.retries().isPresent()) {
      json.writeNumberProperty("retries", meta.retries().get());
    } else {
      json.writeNullProperty("retries");
    }
  }

  private static void children(JsonGenerator json, List<String> children) {
    json.writeArrayPropertyStart("children");
    children.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void payload(JsonGenerator json, String key, Optional<Payload> payload) {
    json.writeName(key);
    if (payload.isEmpty()) {
      json.writeNull();
    } else if (payload.get().isJson()) {
      json.writeRawValue(onOneLine(payload.get().text()));
    } else {
      json.writeStartObject();
      json.writeStringProperty("content_type", payload.get().contentType());
      json.writeStringProperty("base64", Base64.getEncoder().encodeToString(payload.get().bytes()));
      json.writeEndObject();
    }
  }

  /**
   * Valid JSON has line ends only between its tokens; all else stays as it is, numbers above all.
   */
  private static String onOneLine(String json) {
    return json.replace('\n', ' ').replace('\r', ' ').strip();
  }
}
