package dev.taskmeta.cli;

import dev.taskmeta.Payload;
import dev.taskmeta.TaskUpdate;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the output of a command is as a result: JSON where it is JSON, else a JSON string where it
 * is text, else bytes. What is over a limit is not cut: the result then says so in its place.
 */
final class OutputResult {

  private OutputResult() {}

  /**
   * Returns ways to put the output into an update, the best first; each fits where the one before
   * is refused.
   */
  static List<UnaryOperator<TaskUpdate.Builder>> candidates(Capture output, long limit) {
    List<UnaryOperator<TaskUpdate.Builder>> candidates = new ArrayList<>();
    if (output.isWhole()) {
      byte[] bytes = output.bytes();
      String text = text(bytes);
      if (text == null) {
        candidates.add(update -> update.result(bytes));
      } else if (JsonText.problem(text) == null) {
        candidates.add(update -> update.payload(Payload.json(text.strip())));
      } else {
        candidates.add(update -> update.result(text));
      }
      if (text != null) {
        candidates.add(update -> update.payload(new Payload(Payload.TEXT, bytes)));
      }
    }
    candidates.add(update -> update.result(notKept(output.total(), limit)));
    return candidates;
  }

  private static Map<String, Object> notKept(long size, long limit) {
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("output_kept", false);
    note.put("output_bytes", size);
    note.put("reason", "over what result_max_bytes (%,d) or the database takes".formatted(limit));
    return note;
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
