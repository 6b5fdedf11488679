package dev.taskmeta.retention;

import java.time.Duration;
import java.time.Instant;

/**
 * What one cleanup did, or would do.
 *
 * @param startedAt when it began, on this process's clock
 * @param took how long it took
 * @param tasks how many expired tasks were removed
 * @param groups how many expired groups were removed
 * @param lost how many lost tasks were ended in FAILURE
 * @param batches how many statements removed something
 * @param longestBatch how long the longest of them took
 * @param dryRun whether nothing was removed and the counts say what would be
 * @param busy whether nothing was done because another process is at it
 * @param complete whether nothing expired was left; false if it was stopped or lost its lease
 */
public record CleanupReport(
    Instant startedAt,
    Duration took,
    long tasks,
    long groups,
    long lost,
    int batches,
    Duration longestBatch,
    boolean dryRun,
    boolean busy,
    boolean complete) {}
