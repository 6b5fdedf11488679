package dev.taskmeta.cli;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running command, its streams, and its end. */
final class ChildProcess {

  /** How long a leftover of the command may keep its streams open and be silent. */
  private static final Duration LEFTOVERS = Duration.ofSeconds(2);

  private final Process process;
  private final Pump out;
  private final Pump err;
  private final Thread outThread;
  private final Thread errThread;

  private ChildProcess(Process process, Pump out, Pump err) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.outThread = out.start("taskmeta-stdout");
    this.errThread = err.start("taskmeta-stderr");
  }

  /**
   * Starts a command with our standard input.
   *
   * @throws IOException if it cannot be started
   */
  static ChildProcess start(
      List<String> command, Surroundings surroundings, Pump.Sink out, Pump.Sink err)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(
        surroundings.ownsProcess()
            ? ProcessBuilder.Redirect.INHERIT
            : ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process process = builder.start();
    return new ChildProcess(
        process,
        new Pump(process.getInputStream(), surroundings.out(), out),
        new Pump(process.getErrorStream(), surroundings.err(), err));
  }

  /**
   * Waits for the command itself.
   *
   * @param timeout how long at most, or null for ever
   * @return whether it has ended
   */
  boolean await(@Nullable Duration timeout) throws InterruptedException {
    if (timeout == null) {
      process.waitFor();
      return true;
    }
    return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The exit code, 128 + n after signal n. */
  int exitCode() {
    return process.exitValue();
  }

  /**
   * Waits until all output has come through.
   *
   * @return false if something that the command left running still holds its streams
   */
  boolean drain() throws InterruptedException {
    long ended = System.nanoTime();
    while (outThread.isAlive() || errThread.isAlive()) {
      (outThread.isAlive() ? outThread : errThread).join(50);
      long last = Math.max(ended, Math.max(out.lastRead(), err.lastRead()));
      if (System.nanoTime() - last > LEFTOVERS.toNanos()) {
        return false;
      }
    }
    return true;
  }

  /** Ends the command and all that it started: SIGTERM, and SIGKILL for what then remains. */
  void end(Duration grace) {
    List<ProcessHandle> tree = tree();
    tree.forEach(ProcessHandle::destroy);
    if (!ended(tree, grace)) {
      List<ProcessHandle> rest = new ArrayList<>(tree);
      tree.stream().flatMap(ProcessHandle::descendants).forEach(rest::add);
      rest.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** The command first, so that it does not go on when its own children end. */
  private List<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private static boolean ended(List<ProcessHandle> tree, Duration grace) {
    CompletableFuture<?>[] ends =
        tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(grace.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
