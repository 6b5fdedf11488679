package dev.taskmeta.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.SampleTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The other process: stores a success for each id that it reads, one to a line, and answers each
 * with the id and the time of the commit, as {@link System#nanoTime} says it: on Linux all
 * processes share that clock.
 *
 * <p>Arguments: URL, table names.
 */
final class StoringProcess {

  private StoringProcess() {}

  public static void main(String[] args) throws IOException {
    Settings settings =
        Settings.builder()
            .set(Setting.RESULT_BACKEND, args[0])
            .set(Setting.DATABASE_TABLE_NAMES, args[1])
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .set(Setting.SCHEMA_MODE, "off")
            .build();
    SampleTask sample = new SampleTask(100);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (ResultBackend backend = ResultBackend.open(settings);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println("ready");
      for (String taskId = in.readLine(); taskId != null; taskId = in.readLine()) {
        String id = taskId;
        backend
            .storeAsync(sample.success(id))
            .whenComplete(
                (stored, problem) ->
                    out.println(id + " " + (problem == null ? System.nanoTime() : problem)));
      }
    }
  }
}
