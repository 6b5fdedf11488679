package dev.taskmeta.cli;

import dev.taskmeta.retention.CleanupReport;
import dev.taskmeta.retention.DueTasks;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a cleanup did, or would do, as a JSON object. */
final class CleanupJson {

  private CleanupJson() {}

  static String text(CleanupReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("started_at", Times.exact(report.startedAt()));
      json.writeNumberProperty("took_ms", report.took().toMillis());
      json.writeNumberProperty("tasks", report.tasks());
      json.writeNumberProperty("groups", report.groups());
      json.writeNumberProperty("lost", report.lost());
      json.writeNumberProperty("reviewed", report.reviewed());
      write(json, "deleted", report.deleted());
      write(json, "archived", report.archived());
      json.writeNumberProperty("partitions_dropped", report.partitionsDropped());
      json.writeNumberProperty("batches", report.batches());
      json.writeNumberProperty("longest_batch_ms", report.longestBatch().toMillis());
      if (report.dryRun()) {
        writeDue(json, report);
      }
      json.writeBooleanProperty("dry_run", report.dryRun());
      json.writeBooleanProperty("busy", report.busy());
      json.writeBooleanProperty("complete", report.complete());
      write(json, "stopped_by", report.stoppedBy());
      write(json, "error", report.error());
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String name, Map<String, Long> counts) {
    json.writeObjectPropertyStart(name);
    counts.forEach(json::writeNumberProperty);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Optional<String> text) {
    if (text.isPresent()) {
      json.writeStringProperty(name, SecretMask.urls(text.get()));
    } else {
      json.writeNullProperty(name);
    }
  }

  private static void writeDue(JsonGenerator json, CleanupReport report) {
    json.writeArrayPropertyStart("due");
    for (DueTasks due : report.due()) {
      json.writeStartObject();
      json.writeStringProperty("expires_from", due.expiresFrom());
      json.writeStringProperty("action", due.archived() ? "archive" : "delete");
      json.writeNumberProperty("rows", due.rows());
      json.writeNumberProperty("bytes", due.bytes());
      if (due.oldest() != null) {
        json.writeStringProperty("oldest", Times.exact(due.oldest()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
