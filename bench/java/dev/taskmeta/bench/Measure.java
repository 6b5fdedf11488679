package dev.taskmeta.bench;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.Benchmark;
import dev.taskmeta.cli.bench.BenchmarkPlan;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.cli.bench.Measurement;
import dev.taskmeta.cli.bench.MeasurementsJson;
import dev.taskmeta.cli.bench.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One measurement of Taskmeta, printed as {@code taskmeta bench --json} does, in a JVM with default
 * flags.
 *
 * <p>Arguments: URL, work, callers, bytes of a result, seconds of warm-up, seconds, rows that the
 * table holds before.
 */
final class Measure {

  private Measure() {}

  public static void main(String[] args) throws InterruptedException {
    Work work = Work.valueOf(args[1].toUpperCase(Locale.ROOT));
    int callers = Integer.parseInt(args[2]);
    BenchmarkPlan plan =
        new BenchmarkPlan(
            List.of(work),
            List.of(callers),
            List.of(Integer.parseInt(args[3])),
            Duration.ofSeconds(Long.parseLong(args[4])),
            Duration.ofSeconds(Long.parseLong(args[5])),
            callers,
            Long.parseLong(args[6]));
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, args[0]).build();
    try (BenchmarkTables tables = BenchmarkTables.in(settings, System.err::println)) {
      tables.create();
      List<Measurement> measurements = new ArrayList<>();
      new Benchmark(plan, tables, "", what -> {}, System.err::println).run(measurements::add);
      System.out.println(MeasurementsJson.text(measurements));
    }
  }
}
