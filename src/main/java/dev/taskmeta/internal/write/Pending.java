package dev.taskmeta.internal.write;

import dev.taskmeta.spi.TaskWrite;

/** An update on its way, and who is to hear what became of it. */
abstract class Pending {

  private final TaskWrite write;
  private final long bytes;

  Pending(TaskWrite write) {
    this.write = write;
    this.bytes = write.size();
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

  /** Notes whether the update was accepted. */
  abstract void complete(boolean accepted);

  /** Notes why it is not known whether the update was stored, or why it was not. */
  abstract void fail(Throwable failure);
}
