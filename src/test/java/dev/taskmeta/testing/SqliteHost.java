package dev.taskmeta.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** SQLite databases: each is a file that does not exist yet, in a directory of its own. */
final class SqliteHost implements DatabaseHost {
  private static final Account NOBODY = new Account("", "");

  @Override
  public TestEngine engine() {
    return TestEngine.SQLITE;
  }

  @Override
  public String version() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(TestEngine.SQLITE.versionQuery())) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite tells no version", e);
    }
  }

  @Override
  public String origin() {
    return "bundled with its driver";
  }

  @Override
  public String host() {
    return "";
  }

  @Override
  public int port() {
    return 0;
  }

  @Override
  public Account owner() {
    return NOBODY;
  }

  @Override
  public Account admin() {
    return NOBODY;
  }

  @Override
  public boolean hasUsers() {
    return false;
  }

  @Override
  public String jdbcUrl(String database, int port, List<String> options) {
    return "jdbc:sqlite:" + database;
  }

  @Override
  public DataSource adminDataSource(String database) {
    return new DriverDataSource(jdbcUrl(database, 0, List.of()), NOBODY);
  }

  @Override
  public TestSchema newSchema() {
    try {
      Path directory = Files.createTempDirectory("taskmeta-sqlite-");
      return new TestSchema(this, directory.resolve("test.db").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void drop(String database) {
    Directories.delete(Path.of(database).getParent());
  }

  @Override
  public void close() {
    // Each file goes with its schema.
  }
}
