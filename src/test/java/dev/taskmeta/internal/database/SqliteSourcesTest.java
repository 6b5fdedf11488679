package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSourcesTest {

  @Test
  void a_missing_file_is_not_made_by_reading(@TempDir Path folder) {
    Path file = folder.resolve("mistyped.db");

    assertThatThrownBy(() -> open("db+sqlite:///" + file, false))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("SQLite file " + file + " does not exist")
        .hasMessageContaining("taskmeta --backend db+sqlite:///" + file + " migrate");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_missing_file_is_made_on_demand_and_safe_against_power_loss(@TempDir Path folder)
      throws SQLException {
    Path file = folder.resolve("new é 100%.db");

    try (ConnectionSource source = open("db+sqlite:///" + file, true);
        Connection connection = source.dataSource().getConnection()) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(connection, "synchronous")).isEqualTo("2");
      assertThat(pragma(connection, "busy_timeout")).isEqualTo("10000");
    }
    assertThat(file).exists();
  }

  @Test
  void reading_does_not_change_the_journal_of_somebody_elses_file(@TempDir Path folder)
      throws SQLException {
    Path file = folder.resolve("x.db");
    open("jdbc:sqlite:" + file + "?journal_mode=DELETE", true).close();

    try (ConnectionSource source = open("db+sqlite:///" + file, false);
        Connection connection = source.dataSource().getConnection()) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("delete");
    }
  }

  @Test
  void a_read_only_file_refuses_writing(@TempDir Path folder) throws SQLException {
    Path file = folder.resolve("x.db");
    open("db+sqlite:///" + file, true).close();

    try (ConnectionSource source = open("db+sqlite:///" + file + "?mode=ro", true);
        Connection connection = source.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("create table t (a)"))
          .hasMessageContaining("READONLY");
    }
  }

  @Test
  void a_database_in_memory_is_shared_by_its_connections_and_by_nobody_else() throws SQLException {
    try (ConnectionSource source = open("db+sqlite://", false);
        ConnectionSource other = open("db+sqlite://", false);
        Connection one = source.dataSource().getConnection();
        Connection two = source.dataSource().getConnection();
        Connection foreign = other.dataSource().getConnection();
        Statement statement = one.createStatement()) {
      statement.execute("create table t (a)");

      assertThat(tables(two)).isEqualTo(1);
      assertThat(tables(foreign)).isZero();
    }
  }

  @Test
  void what_cannot_be_a_database_is_told_apart(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "not a database ".repeat(100));

    assertThatThrownBy(() -> open("db+sqlite:///" + text, false))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("is not a SQLite database");
    assertThatThrownBy(() -> open("db+sqlite:///" + folder, true))
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> open("db+sqlite:///" + folder + "/none/x.db", true))
        .hasMessageContaining("the folder does not exist");
  }

  @Test
  void an_applications_own_data_source_is_never_closed() throws SQLException {
    try (ConnectionSource pool = open("db+sqlite://", false)) {
      ConnectionSource own = ConnectionSource.of(pool.dataSource());

      own.close();

      try (Connection connection = own.dataSource().getConnection()) {
        assertThat(connection.isValid(1)).isTrue();
      }
    }
  }

  private static ConnectionSource open(String url, boolean createIfMissing) {
    return DataSources.open(DatabaseUrl.parse(url), Settings.defaults(), createIfMissing);
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("pragma " + name)) {
      return result.getString(1);
    }
  }

  private static int tables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from sqlite_master")) {
      return result.getInt(1);
    }
  }
}
