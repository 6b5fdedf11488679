package dev.taskmeta.schema;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.Server;
import dev.taskmeta.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that migrates a database whenever it is told to: one line on its input names
 * the database, one line on its output tells how many scripts it applied, or why it could not.
 */
public final class MigratingProcess implements AutoCloseable {

  private final Process process;
  private final BufferedWriter input;
  private final BufferedReader output;

  private MigratingProcess(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one with a class path. */
  static MigratingProcess start(String classPath) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(JavaProcess.LOGGING, "-cp", classPath));
    command.add(MigratingProcess.class.getName());
    return new MigratingProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Tells it to migrate; returns at once. */
  void migrate(String jdbcUrl, String user, String password, String schema) {
    try {
      input.write(String.join("\t", jdbcUrl, user, password, schema) + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its answer; {@code null} in words if the process has died. */
  String answer() {
    try {
      String line = output.readLine();
      while (line != null && !line.startsWith("applied ") && !line.startsWith("failed ")) {
        // What the logger says.
        line = output.readLine();
      }
      return String.valueOf(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    input.close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(answer(line.split("\t", -1)));
    }
  }

  private static String answer(String[] order) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(order[0]);
    if (!order[1].isEmpty()) {
      pool.setUsername(order[1]);
      pool.setPassword(order[2]);
    }
    pool.setMaximumPoolSize(4);
    pool.setMinimumIdle(0);
    try (HikariDataSource dataSource = new HikariDataSource(pool)) {
      TableNames names = order[3].isEmpty() ? TableNames.DEFAULT : Targets.inSchema(order[3]);
      SchemaTarget target = new SchemaTarget(dataSource, engine(dataSource), names, "test");
      return "applied " + new DatabaseSchema(target).migrate().size();
    } catch (Exception e) {
      return "failed " + String.valueOf(e).replaceAll("\\s+", " ");
    }
  }

  private static Engine engine(HikariDataSource dataSource) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      return Server.ask(connection).engine();
    }
  }
}
