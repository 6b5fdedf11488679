package dev.taskmeta.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What one command of the command line, run in this process, gave.
 *
 * @param code its exit code
 * @param bytes what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CommandLineRun(int code, byte[] bytes, String err) {

  String out() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A command line on a SQLite file of a folder. */
  static final class On {

    private final Map<String, String> environment = new HashMap<>();
    private byte[] in = new byte[0];
    private boolean errTerminal;

    On(Path folder) {
      environment.put("PATH", System.getenv("PATH"));
      environment.put("TASKMETA_RESULT_BACKEND", "db+sqlite:///" + folder.resolve("cli.db"));
      environment.put("TASKMETA_WORKER_NAME", "worker-1");
    }

    On set(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    On in(String text) {
      in = text.getBytes(StandardCharsets.UTF_8);
      return this;
    }

    On errTerminal() {
      errTerminal = true;
      return this;
    }

    CommandLineRun run(String... args) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Surroundings surroundings =
          new Surroundings(
              new ByteArrayInputStream(in), out, err, environment, false, errTerminal, false);
      int code = new Main(surroundings).run(args);
      return new CommandLineRun(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }
  }
}
