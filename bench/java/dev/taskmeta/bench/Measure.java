package dev.taskmeta.bench;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.Benchmark;
import dev.taskmeta.cli.bench.BenchmarkPlan;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.cli.bench.Measurement;
import dev.taskmeta.cli.bench.MeasurementsJson;
import dev.taskmeta.cli.bench.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measurements of Taskmeta on one set of tables, printed as {@code taskmeta bench --json} does, in
 * a JVM with default flags; stores also with what they allocate.
 *
 * <p>Arguments: URL, works with commas between, callers of each, bytes of a result, seconds of
 * warm-up, seconds, rows that the table holds before (PostgreSQL).
 */
final class Measure {

  private final BenchmarkTables tables;
  private final List<String> readable;
  private final HeapUse heap;
  private final List<String> printed = new ArrayList<>();

  private Measure(BenchmarkTables tables, List<String> readable, HeapUse heap) {
    this.tables = tables;
    this.readable = readable;
    this.heap = heap;
  }

  public static void main(String[] args) throws InterruptedException, SQLException {
    String[] works = args[1].split(",");
    String[] callers = args[2].split(",");
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, args[0]).build();
    try (BenchmarkTables tables = BenchmarkTables.in(settings, System.err::println)) {
      tables.create();
      ManyRows rows = new ManyRows(args[0], tables);
      List<String> readable =
          args[6].equals("0") ? List.of() : rows.fill(Long.parseLong(args[6]), args[3]);
      Measure measure = new Measure(tables, readable, new HeapUse());
      for (int at = 0; at < works.length; at++) {
        Work work = Work.valueOf(works[at].toUpperCase(Locale.ROOT));
        measure.run(plan(work, Integer.parseInt(callers[at]), args), rows);
      }
      System.out.println("[" + String.join(",", measure.printed) + "]");
    }
  }

  private static BenchmarkPlan plan(Work work, int callers, String[] args) {
    return new BenchmarkPlan(
        List.of(work),
        List.of(callers),
        List.of(Integer.parseInt(args[3])),
        Duration.ofSeconds(Long.parseLong(args[4])),
        Duration.ofSeconds(Long.parseLong(args[5])),
        callers,
        0);
  }

  private void run(BenchmarkPlan plan, ManyRows rows) throws InterruptedException {
    boolean stores = plan.works().get(0) == Work.STORE || plan.works().get(0) == Work.STORE_ASYNC;
    long before = stores ? rows.count() : 0;
    heap.begin();
    new Benchmark(plan, tables, "", what -> {}, System.err::println)
        .reading(readable)
        .run(
            measurement -> {
              // The backend is still open, and all that was stored is there.
              heap.end();
              print(measurement, stores ? rows.count() - before : 0);
            });
  }

  private void print(Measurement measurement, long stored) {
    String json = MeasurementsJson.text(List.of(measurement));
    String object = json.substring(1, json.length() - 2);
    if (stored > 0) {
      object +=
          ",\"bytes_per_store\":%d,\"heap_mb\":%.1f"
              .formatted(heap.allocated() / stored, heap.used() / 1e6);
    }
    printed.add(object + "}");
  }
}
