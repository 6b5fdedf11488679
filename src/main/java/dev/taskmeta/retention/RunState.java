package dev.taskmeta.retention;

import dev.taskmeta.spi.RetentionStore;
import dev.taskmeta.spi.RetentionStore.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run has done so far, and its row in the store. For one thread. */
final class RunState {

  static final String WINDOW = "window";
  static final String CLOSE = "close";
  static final String LEASE = "lease";
  static final String INTERRUPT = "interrupt";

  /** How old the row may be: what is lost of the record if the process is killed. */
  private static final Duration NOTED = Duration.ofSeconds(5);

  private final String host;
  private final Ticker ticker;
  private final Optional<RetentionStore> store;
  private final Instant startedAt;
  private final long start;
  private final Map<String, Long> deleted = new HashMap<>();
  private final Map<String, Long> archived = new HashMap<>();
  private Duration longest = Duration.ZERO;
  private int batches;
  private @Nullable String stoppedBy;
  private @Nullable String error;
  private @Nullable Long runId;
  private long noted;
  long reviewed;
  long lost;
  long groups;
  long partitionsDropped;

  RunState(String host, Ticker ticker, Optional<RetentionStore> store) {
    this.host = host;
    this.ticker = ticker;
    this.store = store;
    this.startedAt = ticker.now();
    this.start = ticker.nanos();
  }

  void removed(Map<String, Long> rows, boolean toArchive) {
    Map<String, Long> counts = toArchive ? archived : deleted;
    rows.forEach((source, count) -> counts.merge(source, count, Long::sum));
  }

  /** Counts a transaction that has removed something. */
  void batch(Duration took) {
    batches++;
    longest = took.compareTo(longest) > 0 ? took : longest;
  }

  /** Says why it ends before all is done; the first reason holds. */
  RunState stopped(String reason) {
    stoppedBy = stoppedBy == null ? reason : stoppedBy;
    return this;
  }

  boolean isStopped() {
    return stoppedBy != null;
  }

  /** Says what could not be done; the first error holds. */
  void failed(String message) {
    error = error == null ? message : error;
  }

  /** Brings the row in the store up to date if there is something to say and it is old. */
  void note() {
    if (runId == null || ticker.nanos() - noted >= NOTED.toNanos()) {
      write(false);
    }
  }

  /** Writes the row as it stays; none for a run that has found nothing to do. */
  void end() {
    write(true);
  }

  private void write(boolean ended) {
    if (store.isEmpty() || (runId == null && nothingDone())) {
      return;
    }
    noted = ticker.nanos();
    if (runId == null) {
      runId = store.get().beginRun(host, Duration.ofNanos(ticker.nanos() - start));
    }
    store
        .get()
        .noteRun(
            runId,
            new RunRecord(
                reviewed,
                deleted,
                archived,
                groups,
                lost,
                partitionsDropped,
                batches,
                longest,
                stoppedBy,
                error),
            ended);
  }

  private boolean nothingDone() {
    return reviewed + lost + groups + partitionsDropped == 0
        && deleted.isEmpty()
        && archived.isEmpty()
        && error == null;
  }

  CleanupReport report(boolean busy) {
    return new CleanupReport(
        startedAt,
        Duration.ofNanos(ticker.nanos() - start),
        deleted,
        archived,
        groups,
        lost,
        reviewed,
        batches,
        longest,
        partitionsDropped,
        List.of(),
        false,
        busy,
        stoppedBy,
        error);
  }
}
