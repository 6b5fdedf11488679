package dev.taskmeta.cli;

import dev.taskmeta.SchemaMode;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.Benchmark;
import dev.taskmeta.cli.bench.BenchmarkPlan;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.cli.bench.Measurement;
import dev.taskmeta.cli.bench.MeasurementsJson;
import dev.taskmeta.cli.bench.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Measures a database. */
@Command(
    description = {
      "Measures what stores, reads, waits and the cleanup cost on a database, in tables of its own,"
          + " which are dropped at the end.",
      "It loads the database as hard as it can: think twice before you run it on one that serves"
          + " others."
    },
    footer = {
      "",
      "A process that is killed leaves its tables; their names begin with taskmeta_bench_.",
      "",
      "Example:",
      "  taskmeta bench store --callers 1,64 --payload 1KB --json store.json"
    })
final class BenchCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "WORK",
      description = {
        "store: callers that each wait for their commit, then storeAsync;",
        "get: one task at a time, then getMany of 1,000;",
        "wait: from the commit of one backend to the wake-up of waiters of another;",
        "cleanup: the removal of expired tasks without pauses, alone and while callers store;",
        "all: all of these"
      })
  private String work;

  @Option(
      names = "--callers",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16,64,1000",
      description = "how many callers or waiters, several by commas; default ${DEFAULT-VALUE}")
  private List<Integer> callers;

  @Option(
      names = "--payload",
      paramLabel = "SIZE",
      split = ",",
      defaultValue = "100B,1KB,100KB",
      converter = PayloadSizeConverter.class,
      description = "how large the results are, several by commas; default ${DEFAULT-VALUE}")
  private List<Integer> payloads;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "how long each measurement takes; default ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "5",
      description = "how many seconds each runs before it is measured; default ${DEFAULT-VALUE}")
  private int warmup;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "10000",
      description = "how many storeAsync are under way at once; default ${DEFAULT-VALUE}; 0: none")
  private int inFlight;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "0",
      description = "how many tasks the table holds before; default none")
  private long rows;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "also write the measurements to a file, as a JSON list of objects")
  private @Nullable Path json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    BenchmarkPlan plan = plan();
    Settings settings = settings();
    Console console = main.console();
    List<Measurement> measurements = new ArrayList<>();
    try (BenchmarkTables tables = BenchmarkTables.in(settings, console::warning)) {
      String url = Main.shownUrl(settings);
      console.note(
          "will measure %s, in tables %s… of %s, which are dropped at the end"
              .formatted(plan.describe(), tables.prefix(), url));
      tables.create();
      BenchProgress progress = new BenchProgress(main.surroundings());
      console.line(BenchTable.HEADER);
      Benchmark benchmark = new Benchmark(plan, tables, url, progress, console::warning);
      benchmark.run(
          measurement -> {
            progress.clear();
            console.line(BenchTable.line(measurement));
            measurements.add(measurement);
          });
      progress.clear();
    }
    if (json != null) {
      Files.writeString(json, MeasurementsJson.text(measurements) + "\n");
    }
    boolean nothingWorked = measurements.stream().allMatch(each -> each.ratePerSecond() == 0);
    return (nothingWorked ? ExitCode.UNAVAILABLE : ExitCode.DONE).code();
  }

  private BenchmarkPlan plan() {
    List<Work> works = Work.ofWord(work);
    require(!works.isEmpty(), "unknown work '" + work + "': store, get, wait, cleanup or all");
    require(callers.stream().allMatch(n -> n > 0), "--callers must be 1 or more");
    require(seconds > 0, "--seconds must be 1 or more");
    require(warmup >= 0 && inFlight >= 0 && rows >= 0, "a number is below zero");
    require(
        json == null || Files.isDirectory(json.toAbsolutePath().getParent()),
        "--json: the folder of " + json + " does not exist");
    return new BenchmarkPlan(
        works,
        callers,
        payloads,
        Duration.ofSeconds(warmup),
        Duration.ofSeconds(seconds),
        inFlight,
        rows);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  /** As an application would have it: other commands need no more than two connections. */
  private Settings settings() {
    Settings settings = main.settings(SchemaMode.MIGRATE);
    boolean chosen =
        main.surroundings().environment().containsKey(Setting.DATABASE_POOL_SIZE.environmentName());
    return chosen ? settings : settings.toBuilder().unset(Setting.DATABASE_POOL_SIZE).build();
  }
}
