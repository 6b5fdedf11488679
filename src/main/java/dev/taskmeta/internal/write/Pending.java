package dev.taskmeta.internal.write;

import dev.taskmeta.spi.TaskWrite;
import java.util.concurrent.CompletableFuture;

/** An update on its way, and the future of whether it was accepted. */
final class Pending extends CompletableFuture<Boolean> {

  private final TaskWrite write;
  private final long bytes;

  Pending(TaskWrite write, long bytes) {
    this.write = write;
    this.bytes = bytes;
  }

  TaskWrite write() {
    return write;
  }

  String taskId() {
    return write.taskId();
  }

  long bytes() {
    return bytes;
  }
}
