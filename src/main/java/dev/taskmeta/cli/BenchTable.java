package dev.taskmeta.cli;

import dev.taskmeta.cli.bench.Measurement;

/** Measurements as lines of a table. */
final class BenchTable {

  static final String HEADER =
      "%-15s %8s %10s %12s %10s %10s %10s %8s"
          .formatted(
              "work", "callers", "payload B", "tasks/s", "p50 ms", "p99 ms", "longest", "errors");

  private BenchTable() {}

  static String line(Measurement measurement) {
    return "%-15s %,8d %,10d %,12.0f %,10.2f %,10.2f %,10.2f %,8d"
        .formatted(
            measurement.work().key(),
            measurement.callers(),
            measurement.payloadBytes(),
            measurement.ratePerSecond(),
            measurement.p50Millis(),
            measurement.p99Millis(),
            measurement.longestMillis(),
            measurement.errors());
  }
}
