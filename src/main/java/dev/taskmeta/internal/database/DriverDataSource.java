package dev.taskmeta.internal.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens a new connection on every call. It stands between the pool and the driver so that the pool
 * never sees a password, and so cannot log one. Thread-safe.
 */
final class DriverDataSource implements DataSource {

  private static final String CONNECT_TIMEOUT = "connectTimeout";
  private static final String READ_TIMEOUT = "socketTimeout";

  private final Driver driver;
  private final JdbcTarget target;

  /** The pool's wish; it also waits that long for its threads when it closes. */
  private volatile int loginTimeout = 1;

  DriverDataSource(Driver driver, JdbcTarget target) {
    this.driver = driver;
    this.target = target;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect(target.toProperties());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    Properties properties = target.toProperties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return connect(properties);
  }

  /** Connector/J waits for a server's greeting for ever, unless there is a time for every read. */
  private Connection connect(Properties properties) throws SQLException {
    boolean bounded = target.driver() == JdbcDriver.MYSQL && !properties.containsKey(READ_TIMEOUT);
    if (bounded && properties.containsKey(CONNECT_TIMEOUT)) {
      properties.setProperty(READ_TIMEOUT, properties.getProperty(CONNECT_TIMEOUT));
    }
    Connection connection = driver.connect(target.url(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not accept the URL", "08001");
    }
    if (bounded) {
      connection.setNetworkTimeout(Runnable::run, 0);
    }
    return target.driver() == JdbcDriver.SQLITE ? StatementCache.over(connection) : connection;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // There is nothing to log.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The driver's own property bounds the time; this only gives back what was set.
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  @Override
  public String toString() {
    return "DriverDataSource[" + target.driver() + "]";
  }
}
