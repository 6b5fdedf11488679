package dev.taskmeta.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.cli.bench.Latencies;
import dev.taskmeta.cli.bench.Waiters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Waiters here, stores in another process: what passes from the commit to the wake-up, on how many
 * connections, and how many queries a second the waiters cost when nothing ends.
 *
 * <p>Arguments: URL, waiters, seconds of warm-up, seconds; on PostgreSQL also a JDBC URL of another
 * database of the server, from which its statistics are read.
 */
final class CrossProcessWait {

  private static final long IDLE_SECONDS = 10;

  private final Map<String, Waiters.Ended> asked = new ConcurrentHashMap<>();
  private int connections = -1;
  private double idleQueries = -1;

  private CrossProcessWait() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, args[0]).build();
    try (BenchmarkTables tables = BenchmarkTables.in(settings, System.err::println);
        ServerStatistics statistics = args.length > 4 ? new ServerStatistics(args[4]) : null) {
      tables.create();
      new CrossProcessWait()
          .run(
              tables.settings(),
              Integer.parseInt(args[1]),
              Duration.ofSeconds(Long.parseLong(args[2])),
              Duration.ofSeconds(Long.parseLong(args[3])),
              statistics);
    }
  }

  private void run(
      Settings settings,
      int count,
      Duration warmup,
      Duration seconds,
      @Nullable ServerStatistics statistics)
      throws Exception {
    Process process = other(settings);
    try (ResultBackend backend = ResultBackend.open(waiterSettings(settings, statistics != null));
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        PrintStream ids =
            new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      if (!"ready".equals(answers.readLine())) {
        throw new IllegalStateException("the storing process did not start");
      }
      Thread reader = new Thread(() -> read(answers));
      reader.setDaemon(true);
      reader.start();
      Waiters waiters = new Waiters(backend, count);
      Latencies latencies =
          waiters.run(
              warmup,
              seconds,
              (taskId, ended) -> {
                asked.put(taskId, ended);
                ids.println(taskId);
              },
              () -> idle(statistics));
      print(count, latencies, waiters.errors());
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /** Both processes differ in nothing but the name under which the server knows them. */
  private static Settings waiterSettings(Settings settings, boolean named) {
    String url = settings.resultBackend().orElseThrow();
    String name = "ApplicationName=" + ServerStatistics.WAITER;
    Settings.Builder builder = settings.toBuilder().set(Setting.SCHEMA_MODE, "off");
    if (named) {
      builder.set(Setting.RESULT_BACKEND, url + (url.contains("?") ? "&" : "?") + name);
    }
    return builder.build();
  }

  private static Process other(Settings settings) throws IOException {
    return new ProcessBuilder(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Djava.util.logging.config.file=bench/logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                StoringProcess.class.getName(),
                settings.resultBackend().orElseThrow(),
                settings.text(Setting.DATABASE_TABLE_NAMES).orElseThrow()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void read(BufferedReader answers) {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        String[] words = line.split(" ", 2);
        Waiters.Ended ended = asked.remove(words[0]);
        if (ended == null) {
          System.err.println(line);
        } else if (words[1].chars().allMatch(Character::isDigit)) {
          ended.at(Long.parseLong(words[1]), null);
        } else {
          ended.at(0, new IllegalStateException(words[1]));
        }
      }
    } catch (IOException e) {
      // The process has ended, as it was told to.
    }
  }

  private void idle(@Nullable ServerStatistics statistics) {
    if (statistics == null) {
      return;
    }
    try {
      connections = statistics.mostConnections();
      idleQueries = statistics.transactionsPerSecond(IDLE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(int count, Latencies latencies, long errors) {
    System.out.printf(
        Locale.ROOT,
        "[{\"work\":\"wait\",\"callers\":%d,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"woken\":%d,"
            + "\"connections\":%d,\"idle_queries_per_s\":%.2f,\"errors\":%d}]%n",
        count,
        latencies.millis(0.5),
        latencies.millis(0.99),
        latencies.count(),
        connections,
        idleQueries,
        errors);
  }
}
