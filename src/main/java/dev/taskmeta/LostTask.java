package dev.taskmeta;

/** How the end of a lost task is worded. */
final class LostTask {

  static final TaskError ERROR =
      TaskError.of(
          TaskError.WORKER_LOST,
          "the process that ran the task stopped renewing it, so it has been given up for lost");

  private LostTask() {}
}
