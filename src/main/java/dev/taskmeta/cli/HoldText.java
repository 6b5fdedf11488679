package dev.taskmeta.cli;

import dev.taskmeta.retention.Hold;
import java.io.StringWriter;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a hold on one line, for people and for programs. */
final class HoldText {

  private HoldText() {}

  static String text(Hold hold) {
    Instant now = Instant.now();
    String text =
        "%s  held by %s since %s: %s"
            .formatted(
                hold.taskId(), hold.heldBy(), Times.withAge(hold.heldAt(), now), hold.reason());
    Instant released = hold.releasedAt();
    if (released != null) {
      text += "; released by %s at %s".formatted(hold.releasedBy(), Times.withAge(released, now));
    }
    return Console.printable(text).replace('\n', ' ');
  }

  static String json(Hold hold) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      Instant released = hold.releasedAt();
      json.writeStartObject();
      json.writeNumberProperty("hold_id", hold.id());
      json.writeStringProperty("task_id", hold.taskId());
      json.writeStringProperty("reason", hold.reason());
      json.writeStringProperty("held_by", hold.heldBy());
      json.writeStringProperty("held_at", Times.exact(hold.heldAt()));
      json.writeStringProperty("released_at", released == null ? null : Times.exact(released));
      json.writeStringProperty("released_by", hold.releasedBy());
      json.writeEndObject();
    }
    return text.toString();
  }
}
