package dev.taskmeta.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the class path of the tests. Its URL goes by the environment, as in earnest. */
public final class JavaProcess implements AutoCloseable {

  /** The flag with which another process logs as this one does: warnings only. */
  public static final String LOGGING =
      "-Djava.util.logging.config.file="
          + Path.of("src/test/resources/logging.properties").toAbsolutePath();

  private final Process process;

  private JavaProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a main class with {@code TASKMETA_RESULT_BACKEND} set.
   *
   * @param url the backend's URL
   */
  public static JavaProcess start(Class<?> main, String url, String... args) {
    return start(command(main, args), new ProcessBuilder(), url);
  }

  /**
   * Starts a main class that knows its URL itself.
   *
   * @param directory the folder it runs in
   */
  public static JavaProcess startIn(Path directory, Class<?> main) {
    return start(command(main), new ProcessBuilder().directory(directory.toFile()), "");
  }

  private static List<String> command(Class<?> main, String... args) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dfile.encoding=UTF-8", LOGGING));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  private static JavaProcess start(List<String> command, ProcessBuilder builder, String url) {
    builder.command(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("TASKMETA_RESULT_BACKEND", url);
    try {
      return new JavaProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end and returns all that it printed. */
  public String output() {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as {@code kill -9} does: it has no chance to say or store anything. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
