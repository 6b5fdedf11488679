package dev.taskmeta.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that is a child process of the tests, with its data in a directory of its own. */
final class LocalServer implements TestServer {
  private final String origin;
  private final Path directory;
  private final int port;
  private final List<String> command;
  private final Thread stopAtExit = new Thread(this::remove, "stop a server");
  private @Nullable Process process;
  private boolean removed;

  /**
   * Describes the server; {@link #start()} starts it. The JVM's exit closes it, whenever that
   * comes: a server that is still starting then must not outlive the tests.
   *
   * @param directory removed with all in it by {@link #close()}
   */
  LocalServer(String origin, Path directory, int port, List<String> command) {
    this.origin = origin;
    this.directory = directory;
    this.port = port;
    this.command = List.copyOf(command);
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /** Runs a program to its end. */
  static void run(Path log, List<String> command) throws Unavailable {
    try {
      int exit = process(log, command).start().waitFor();
      if (exit != 0) {
        throw new Unavailable(command.get(0) + " failed with " + exit + ", see " + log);
      }
    } catch (IOException e) {
      throw new Unavailable(command.get(0) + " does not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(command.get(0) + " was interrupted", e);
    }
  }

  private static ProcessBuilder process(Path log, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    return builder;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Account admin() {
    return Account.ADMIN;
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      // Not onExit: it completes on the common pool, which a test may keep busy.
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      process.destroyForcibly();
      await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Override
  public synchronized void start() {
    if (removed) {
      throw new IllegalStateException(origin + " is closed");
    }
    try {
      process = process(directory.resolve("server.log"), command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is exiting: the hook does the work.
      return;
    }
    remove();
  }

  private synchronized void remove() {
    removed = true;
    kill();
    Directories.delete(directory);
  }
}
