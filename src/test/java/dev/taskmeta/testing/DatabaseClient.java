package dev.taskmeta.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client that a database administrator would run a script with: the one on the PATH, else the
 * one in the server's image. SQLite, which needs none, falls back on JDBC.
 */
public final class DatabaseClient {

  private DatabaseClient() {}

  /**
   * Runs a script as the owner.
   *
   * @throws IOException if the client reports a failure; the message is what it printed
   */
  public static void run(TestSchema schema, String script) throws Exception {
    run(schema, script, schema.user(), schema.password());
  }

  /** As {@link #run(TestSchema, String)}, as the server's administrator. */
  public static void runAsAdministrator(TestSchema schema, String script) throws Exception {
    run(schema, script, schema.administrator(), schema.administratorPassword());
  }

  /** As {@link #run(TestSchema, String)}, as some user. */
  public static void run(TestSchema schema, String script, String user, String password)
      throws Exception {
    List<String> command = command(schema, user);
    if (command.isEmpty()) {
      try {
        schema.administer(script);
      } catch (IllegalStateException e) {
        throw new IOException(e.getMessage(), e);
      }
      return;
    }
    Path file = Files.writeString(Files.createTempFile("plan", ".sql"), script);
    Path output = Files.createTempFile("plan", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("PGPASSWORD", password);
      builder.environment().put("MYSQL_PWD", password);
      Process client =
          builder
              .redirectErrorStream(true)
              .redirectInput(file.toFile())
              .redirectOutput(output.toFile())
              .start();
      if (!client.waitFor(2, TimeUnit.MINUTES)) {
        client.destroyForcibly();
        throw new IOException(command.get(0) + " did not end");
      }
      if (client.exitValue() != 0) {
        throw new IOException(Files.readString(output, StandardCharsets.UTF_8));
      }
    } finally {
      Files.delete(file);
      Files.delete(output);
    }
  }

  private static List<String> command(TestSchema schema, String user) {
    List<String> address =
        new ArrayList<>(List.of("--host=" + schema.host(), "--port=" + schema.port()));
    return switch (schema.engine()) {
      case POSTGRESQL -> {
        List<String> command = new ArrayList<>(program("psql", "PGPASSWORD", "postgres:18"));
        command.addAll(address);
        command.add("--username=" + user);
        command.addAll(List.of("--set=ON_ERROR_STOP=1", "--quiet", schema.name()));
        yield command;
      }
      case MYSQL, MARIADB -> {
        List<String> command = new ArrayList<>(mysqlProgram(schema.engine()));
        command.addAll(address);
        command.add("--user=" + user);
        command.addAll(List.of("--protocol=tcp", schema.name()));
        yield command;
      }
      case SQLITE -> {
        Path program = onPath("sqlite3");
        yield program == null ? List.of() : List.of(program.toString(), "-bail", schema.name());
      }
    };
  }

  private static List<String> mysqlProgram(TestEngine engine) {
    if (engine == TestEngine.MYSQL) {
      return program("mysql", "MYSQL_PWD", "mysql:9.7");
    }
    Path installed = onPath("mariadb");
    if (installed != null) {
      return List.of(installed.toString(), "--no-defaults", "--skip-ssl");
    }
    // The newer server's binaries bring a client along that needs nothing else.
    TestDatabase.mariadb114().requireAvailable();
    Path bundled = Path.of("target", "servers", "mariadb-11.4", "bin", "mariadb");
    if (Files.isExecutable(bundled)) {
      return List.of(bundled.toString(), "--no-defaults", "--skip-ssl");
    }
    return program("mariadb", "MYSQL_PWD", "mariadb:11.4");
  }

  private static List<String> program(String name, String passwordVariable, String image) {
    Path program = onPath(name);
    return program != null
        ? List.of(program.toString())
        : List.of(
            "docker",
            "run",
            "--rm",
            "--interactive",
            "--network=host",
            "--env",
            passwordVariable,
            image,
            name);
  }

  private static @Nullable Path onPath(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path path = Path.of(folder, program);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    return null;
  }
}
