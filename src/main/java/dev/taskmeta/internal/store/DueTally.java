package dev.taskmeta.internal.store;

import dev.taskmeta.retention.DueTasks;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what would be removed. For one thread. */
final class DueTally {

  private final Map<String, DueTasks> bySource = new TreeMap<>();
  private final Map<Name, PriorityQueue<Candidate>> newest = new HashMap<>();

  /**
   * A name under a policy; null for tasks that have none, which are not those of the empty name.
   */
  private record Name(String source, @Nullable String name) {}

  /** A task that is kept as one of the last of its name, or goes. */
  record Candidate(Instant createdAt, String taskId, boolean old, long bytes, Instant finishedAt) {

    private static final Comparator<Candidate> AGE =
        Comparator.comparing(Candidate::createdAt).thenComparing(Candidate::taskId);
  }

  void add(String source, boolean archived, long rows, long bytes, Instant oldest) {
    DueTasks before = bySource.get(source);
    if (before == null) {
      bySource.put(source, new DueTasks(source, archived, rows, bytes, oldest));
      return;
    }
    Instant first = Objects.requireNonNull(before.oldest());
    bySource.put(
        source,
        new DueTasks(
            source,
            archived,
            before.rows() + rows,
            before.bytes() + bytes,
            first.isBefore(oldest) ? first : oldest));
  }

  /** Takes a task of a name of which a policy keeps the last; it goes once enough are newer. */
  void addUnlessLast(
      String source, boolean archived, @Nullable String name, int keepLast, Candidate candidate) {
    PriorityQueue<Candidate> kept =
        newest.computeIfAbsent(new Name(source, name), key -> new PriorityQueue<>(Candidate.AGE));
    kept.add(candidate);
    if (kept.size() > keepLast) {
      Candidate beyond = kept.remove();
      if (beyond.old) {
        add(source, archived, 1, beyond.bytes, beyond.finishedAt);
      }
    }
  }

  List<DueTasks> all() {
    return List.copyOf(bySource.values());
  }
}
