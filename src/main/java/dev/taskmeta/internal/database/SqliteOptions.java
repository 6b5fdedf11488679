package dev.taskmeta.internal.database;

import static dev.taskmeta.internal.database.UrlOption.ignored;
import static dev.taskmeta.internal.database.UrlOption.property;
import static dev.taskmeta.internal.database.UrlOption.read;
import static dev.taskmeta.internal.database.UrlOption.refused;

import java.util.List;

/** The options of Python's sqlite3 and of SQLite's own URIs in terms of sqlite-jdbc. */
final class SqliteOptions {

  static final List<UrlOption> TABLE =
      List.of(
          property("timeout", "busy_timeout", UrlOption::millis),
          read("mode", "ro: reads only; rw, rwc: the default; memory: in memory"),
          ignored("uri", "a database that begins with file: is always a URI"),
          ignored("cache", "the pool's connections share a file as they are"),
          ignored("check_same_thread", "connections may change threads"),
          ignored("isolation_level", "transactions always begin IMMEDIATE"),
          ignored("autocommit", "Taskmeta begins and ends its transactions itself"),
          ignored("detect_types", "it concerns Python only"),
          ignored("cached_statements", "the pool keeps its own"),
          ignored("native_datetime", "it concerns Python only"),
          refused("nolock", "two processes would damage the file"),
          refused("immutable", "a file that is read while it changes gives wrong answers"),
          refused("vfs", "files are opened the operating system's way"),
          refused("psow", "it would weaken durability"));

  private SqliteOptions() {}
}
