package dev.taskmeta.cli.bench;

import java.util.List;
import java.util.Locale;

/** What can be measured. */
public enum Work {
  /** Callers that store, each waiting for its commit. */
  STORE,
  /** One caller that stores without waiting, so many under way. */
  STORE_ASYNC,
  /** Callers that read one task at a time. */
  GET,
  /** Callers that read a thousand tasks at a time; the rate counts tasks. */
  GETMANY,
  /** Waiters that are woken by stores of another backend. */
  WAIT,
  /** The removal of expired tasks; the rate counts tasks, the durations are the batches'. */
  CLEANUP,
  /**
   * Callers that store while expired tasks are there that nobody removes yet, to compare what
   * follows with: measured in one with {@link #CLEANUP_STORING}, on the same tables; in turns with
   * it, or just before it where there is one caller.
   */
  CLEANUP_WAITING,
  /** The removal while they store; the rate counts tasks, the durations are those of the stores. */
  CLEANUP_STORING;

  /** Returns the name in tables and JSON, such as {@code store_async}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the works that a word of the command line stands for; empty if it is no such word. */
  public static List<Work> ofWord(String word) {
    return switch (word) {
      case "store" -> List.of(STORE, STORE_ASYNC);
      case "get" -> List.of(GET, GETMANY);
      case "wait" -> List.of(WAIT);
      case "cleanup" -> List.of(CLEANUP, CLEANUP_WAITING, CLEANUP_STORING);
      case "all" -> List.of(values());
      default -> List.of();
    };
  }
}
