package dev.taskmeta.internal.database;

import dev.taskmeta.BackendUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What is particular to databases that are files. */
final class SqliteFiles {

  private static final String OPEN_READ_ONLY = String.valueOf(0x1 | 0x40);
  private static final String OPEN_READ_WRITE = String.valueOf(0x2 | 0x40);
  private static final String OPEN_OR_CREATE = String.valueOf(0x2 | 0x4 | 0x40);

  private SqliteFiles() {}

  /** Returns the driver's URL; every call for a database in memory makes another database. */
  static String jdbcUrl(DatabaseUrl url) {
    if (url.isInMemory()) {
      return "jdbc:sqlite:file:/taskmeta-" + UUID.randomUUID() + "?vfs=memdb";
    }
    return JdbcDriver.SQLITE.jdbcPrefix() + url.database();
  }

  /**
   * Says how the file is to be opened: one that is missing is made only on demand, and only then is
   * its journal changed.
   *
   * @throws BackendUnavailableException if the file is missing and is not to be made, or cannot be
   */
  static JdbcTarget openMode(JdbcTarget target, DatabaseUrl url, boolean createIfMissing) {
    if (url.isInMemory()) {
      return target;
    }
    boolean readOnly = isReadOnly(url);
    boolean creates = createIfMissing && !readOnly;
    url.file().ifPresent(file -> check(file.toAbsolutePath(), url, creates));
    if (!creates) {
      return target.withDefault("open_mode", readOnly ? OPEN_READ_ONLY : OPEN_READ_WRITE);
    }
    return target.withDefault("open_mode", OPEN_OR_CREATE).withDefault("journal_mode", "WAL");
  }

  /** Tells whether the URL asks for a file that is only read. */
  static boolean isReadOnly(DatabaseUrl url) {
    return url.driver() == JdbcDriver.SQLITE && "ro".equals(url.options().get("mode"));
  }

  private static void check(Path file, DatabaseUrl url, boolean creates) {
    if (Files.isDirectory(file)) {
      throw unavailable("SQLite file " + file + " is a folder; name a file in it.");
    }
    if (Files.exists(file)) {
      return;
    }
    if (!creates) {
      throw unavailable(
          "SQLite file "
              + file
              + " does not exist; check the path, or make it with: taskmeta --backend "
              + url.masked()
              + " migrate");
    }
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw unavailable("SQLite file " + file + ": the folder does not exist; make it first.");
    }
  }

  private static BackendUnavailableException unavailable(String message) {
    return new BackendUnavailableException(message, false, null);
  }
}
