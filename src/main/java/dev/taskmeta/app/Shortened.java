package dev.taskmeta.app;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskUpdate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A failure that is too large to be stored, cut to its type and the beginnings of its texts. */
final class Shortened {

  private static final String CUT = " … (cut: over result_max_bytes)";

  private Shortened() {}

  static TaskUpdate of(TaskUpdate failure, long maxBytes) {
    TaskError error = Objects.requireNonNull(failure.error());
    // A character takes up to six bytes as JSON, and up to four as text.
    String message = cut(error.message(), maxBytes / 8);
    return failure.toBuilder()
        .error(new TaskError(error.type(), error.module(), message, List.of(), null))
        .traceback(cut(failure.traceback(), maxBytes / 5))
        .build();
  }

  private static @Nullable String cut(@Nullable String text, long most) {
    return text == null || text.length() <= most ? text : text.substring(0, (int) most) + CUT;
  }
}
