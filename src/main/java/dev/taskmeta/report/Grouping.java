package dev.taskmeta.report;

/** What the rows of a report are one of. */
public enum Grouping {
  /** The task's name. */
  NAME,
  /** The day of UTC on which tasks were created, such as {@code 2026-11-22}. */
  DAY,
  /** Who ran the task last. */
  WORKER,
  /** The queue. */
  QUEUE,
  /** The error's type and fingerprint; such a report counts failures alone. */
  ERROR
}
