package dev.taskmeta.internal.database;

import dev.taskmeta.SchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time migrate a SQLite file, by a lock on a file beside it.
 *
 * <p>SQLite's own locks do not do: who reads first and writes then is turned away rather than made
 * to wait. The other engines have locks that Flyway takes.
 */
final class MigrationLock {

  /** How long another process may take before we give up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Lets one thread of this JVM at a time hold such a file: closing any channel on a file gives up
   * all of the process's locks on it.
   */
  private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

  /** What is done under the lock. */
  @FunctionalInterface
  interface Migration {
    List<String> run() throws SQLException;
  }

  private MigrationLock() {}

  /** Runs a migration, on SQLite under the lock. */
  static List<String> around(SchemaTarget target, Migration migration) throws SQLException {
    if (target.engine() != Engine.SQLITE) {
      return migration.run();
    }
    IN_THIS_JVM.lock();
    try {
      Path database = file(target);
      return database == null ? migration.run() : locked(database, migration);
    } finally {
      IN_THIS_JVM.unlock();
    }
  }

  /** Returns the database's file; null if it is in memory, where no other process comes. */
  private static @Nullable Path file(SchemaTarget target) throws SQLException {
    return target.ask(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("pragma database_list")) {
            while (row.next()) {
              String file = row.getString("file");
              if ("main".equals(row.getString("name")) && file != null && !file.isEmpty()) {
                return Path.of(file);
              }
            }
            return null;
          }
        });
  }

  private static List<String> locked(Path database, Migration migration) throws SQLException {
    Path path = Path.of(database + ".migrate-lock");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          if (isOurs(path, channel)) {
            try {
              return migration.run();
            } finally {
              remove(path);
            }
          }
        }
        Thread.sleep(ThreadLocalRandom.current().nextLong(5, 25));
      }
    } catch (IOException e) {
      throw new SchemaException("The lock file " + path + " cannot be used: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaException("Interrupted while waiting for the lock file " + path, e);
    }
    throw new SchemaException(
        "Another process has held the lock file " + path + " for " + PATIENCE.toMinutes() + " min",
        null);
  }

  /**
   * Tells whether we hold the lock on the file that the path leads to, not on one that the holder
   * before us has removed. A length that only we know shows it: to open the path a second time
   * would give up the lock.
   */
  private static boolean isOurs(Path path, FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      return false;
    }
    int length = ThreadLocalRandom.current().nextInt(1, 1 << 20);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
    try {
      return Files.size(path) == length;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removed while the lock is held; where a file in use cannot be, it stays and does no harm. */
  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
