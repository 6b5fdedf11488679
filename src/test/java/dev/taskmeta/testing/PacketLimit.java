package dev.taskmeta.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * A limit on the size of packets, which holds for the server's new connections until it is closed.
 */
public final class PacketLimit implements AutoCloseable {

  private final DataSource admin;
  private final long before;

  PacketLimit(DataSource admin, long bytes) {
    this.admin = admin;
    this.before = read(admin);
    set(bytes);
  }

  private static long read(DataSource admin) {
    try (Connection connection = admin.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select @@global.max_allowed_packet")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the server does not tell its packet limit", e);
    }
  }

  private void set(long bytes) {
    TestSchema.execute(admin, List.of("set global max_allowed_packet = " + bytes));
  }

  /** Restores the limit that was there before. */
  @Override
  public void close() {
    set(before);
  }
}
