package dev.taskmeta.internal.write;

import dev.taskmeta.CodecException;
import dev.taskmeta.RefusedValueException;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.internal.Limits;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.internal.codec.Text;
import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskWrite;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes of an update what a store takes: encoded, checked for size, with its defaults. */
public final class Encoder {

  private static final int ERROR_TYPE_CODE_POINTS = 255;

  private final Codecs codecs;
  private final Clock clock;
  private final long maxBytes;
  private final boolean extended;

  /**
   * Makes an encoder.
   *
   * @param clock the worker's clock, for the times that an update lacks
   */
  public Encoder(Codecs codecs, Settings settings, Clock clock) {
    this.codecs = codecs;
    this.clock = clock;
    this.maxBytes = settings.resultMaxBytes();
    this.extended = settings.resultExtended();
  }

  /**
   * Encodes an update.
   *
   * @throws CodecException if a value cannot be encoded
   * @throws RefusedValueException if a value is over {@code result_max_bytes}
   */
  public TaskWrite encode(TaskUpdate update) {
    String taskId = update.taskId();
    TaskState state = update.state();
    TaskError error = update.error();
    Instant now = Limits.micros(taskId, "created_at", clock.instant());
    return new TaskWrite(
        taskId,
        state,
        extended ? update.name() : null,
        extended ? arguments(taskId, "args", update.args()) : null,
        extended ? arguments(taskId, "kwargs", update.kwargs()) : null,
        extended ? update.queue() : null,
        update.parentId(),
        update.rootId(),
        update.groupId(),
        Objects.requireNonNullElse(update.createdAt(), Objects.requireNonNull(now)),
        update.eta(),
        extended ? update.worker() : null,
        extended ? update.retries() : null,
        update.startedAt() == null && state.equals(TaskState.STARTED) ? now : update.startedAt(),
        update.aliveFor(),
        error == null ? result(update) : capped(taskId, "result", codecs.encode(error)),
        error == null ? null : Text.clean(Text.cut(error.qualifiedType(), ERROR_TYPE_CODE_POINTS)),
        error == null ? null : capped(taskId, "error_message", Text.clean(error.message())),
        error == null ? null : error.fingerprint(),
        capped(taskId, "traceback", Text.clean(update.traceback())),
        state.isReady() ? Objects.requireNonNullElse(update.finishedAt(), now) : null,
        seconds(update.resultExpires()),
        ThreadLocalRandom.current().nextLong());
  }

  /** Encodes updates; if one cannot be, none is. */
  public List<TaskWrite> encodeAll(List<TaskUpdate> updates) {
    return updates.stream().map(this::encode).toList();
  }

  private @Nullable StoredValue result(TaskUpdate update) {
    return update.hasResult()
        ? capped(
            update.taskId(),
            "result",
            codecs.encode(update.taskId(), update.result(), update.contentType()))
        : null;
  }

  private @Nullable StoredValue arguments(String taskId, String field, @Nullable Object value) {
    StoredValue encoded = codecs.encodeJson(taskId, field, value);
    return encoded == null ? null : capped(taskId, field, encoded);
  }

  private StoredValue capped(String taskId, String field, StoredValue value) {
    byte[] bytes = value.bytes();
    String json = value.json();
    checkSize(taskId, field, bytes != null ? bytes.length : utf8Length(json));
    return value;
  }

  private @Nullable String capped(String taskId, String field, @Nullable String text) {
    checkSize(taskId, field, utf8Length(text));
    return text;
  }

  private long utf8Length(@Nullable String text) {
    if (text == null || 3L * text.length() <= maxBytes) {
      return 0;
    }
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void checkSize(String taskId, String field, long size) {
    if (size > maxBytes) {
      throw new RefusedValueException(
          taskId, field, size, maxBytes, "bytes", "raise result_max_bytes, or store less");
    }
  }

  private static @Nullable Long seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.plusNanos(999_999_999).getSeconds();
  }
}
