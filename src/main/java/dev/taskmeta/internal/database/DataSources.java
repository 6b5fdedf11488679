package dev.taskmeta.internal.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.ConfigurationException;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import java.sql.Driver;
import java.time.Duration;
import java.util.Locale;

/** Opens the connections to the database that a URL names. */
public final class DataSources {

  private static final int SQLITE_POOL_SIZE = 4;
  private static final long IDLE_MILLIS = 60_000;

  private DataSources() {}

  /**
   * Opens a pool, after one connection has shown that it can be filled.
   *
   * @param createIfMissing whether a SQLite file that does not exist is made
   * @throws ConfigurationException if the driver is not on the class path, or an option cannot work
   * @throws BackendUnavailableException if the database cannot be reached or refuses the login
   */
  public static ConnectionSource open(DatabaseUrl url, Settings settings, boolean createIfMissing) {
    Duration timeout = url.connectTimeout().orElse(settings.databaseConnectTimeout());
    JdbcTarget target = FirstConnection.choose(url, timeout, createIfMissing);
    HikariConfig config = new HikariConfig();
    Driver driver = target.driver().load();
    config.setDataSource(new DriverDataSource(driver, target));
    config.setPoolName("taskmeta-" + target.driver().name().toLowerCase(Locale.ROOT));
    config.setConnectionTimeout(Math.max(250, timeout.toMillis()));
    config.setInitializationFailTimeout(-1);
    config.setMaximumPoolSize(poolSize(target.driver(), settings));
    // Many processes share a server's connections: hold on to them only while busy. With one that
    // is kept idle, whoever uses one alone would hold two.
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    if (target.driver().isMysqlFamily()) {
      // A poller must never see an old snapshot.
      config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    }
    // The driver refuses to be told otherwise than the file was opened.
    config.setReadOnly(SqliteFiles.isReadOnly(url));
    if (url.isInMemory()) {
      // The database lives as long as it has a connection.
      config.setIdleTimeout(0);
      config.setMaxLifetime(0);
    }
    HikariDataSource pool = new HikariDataSource(config);
    Runnable renew = () -> pool.getHikariPoolMXBean().softEvictConnections();
    return new ConnectionSource(
        pool,
        new DriverDataSource(driver, toKeep(target, driver)),
        url.place(),
        url.isInMemory() ? () -> {} : renew,
        pool::close);
  }

  /** A connection that is kept listens; where the driver cannot see our class, a little later. */
  private static JdbcTarget toKeep(JdbcTarget target, Driver driver) {
    if (target.driver() != JdbcDriver.POSTGRESQL) {
      return target;
    }
    String sockets = PromptSocketFactory.class.getName();
    try {
      Class.forName(sockets, false, driver.getClass().getClassLoader());
      return target.withDefault("socketFactory", sockets);
    } catch (ClassNotFoundException e) {
      return target;
    }
  }

  private static int poolSize(JdbcDriver driver, Settings settings) {
    boolean smaller = driver == JdbcDriver.SQLITE && !settings.isSet(Setting.DATABASE_POOL_SIZE);
    return smaller ? SQLITE_POOL_SIZE : settings.databasePoolSize();
  }
}
