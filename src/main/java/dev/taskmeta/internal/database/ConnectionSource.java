package dev.taskmeta.internal.database;

import dev.taskmeta.BackendUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Where connections come from, and whether closing is ours. Thread-safe. */
public final class ConnectionSource implements AutoCloseable {

  private final DataSource dataSource;
  private final DataSource unpooled;
  private final String place;
  private final Runnable onLost;
  private final Runnable onClose;

  ConnectionSource(
      DataSource dataSource, DataSource unpooled, String place, Runnable onLost, Runnable onClose) {
    this.dataSource = dataSource;
    this.unpooled = unpooled;
    this.place = place;
    this.onLost = onLost;
    this.onClose = onClose;
  }

  /** Returns the application's own data source as it is; closing does nothing to it. */
  public static ConnectionSource of(DataSource dataSource) {
    return new ConnectionSource(
        dataSource, dataSource, "the application's DataSource", () -> {}, () -> {});
  }

  /** Returns the connections. */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Opens a connection to keep for long: beside our own pool, so that it takes none of its places.
   */
  public Connection openToKeep() throws SQLException {
    return unpooled.getConnection();
  }

  /**
   * Tells that a connection has died in use. Those beside it in our own pool have likely died with
   * it, more of them than a statement is repeated: so they are not used any more.
   */
  public void connectionLost() {
    onLost.run();
  }

  /** Returns where the database is, for messages; without a password. */
  public String place() {
    return place;
  }

  /** Returns the exception for a failure to connect, or nothing if it is another failure. */
  public Optional<BackendUnavailableException> unavailable(SQLException failure) {
    return ConnectFailure.of(failure).map(known -> known.at(place, failure));
  }

  /** Closes the pool if it is ours; a second call does nothing. */
  @Override
  public void close() {
    onClose.run();
  }

  @Override
  public String toString() {
    return "ConnectionSource[" + place + "]";
  }
}
