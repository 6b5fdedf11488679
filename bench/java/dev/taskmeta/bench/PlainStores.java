package dev.taskmeta.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.cli.bench.Latencies;
import dev.taskmeta.cli.bench.Measurement;
import dev.taskmeta.cli.bench.MeasurementsJson;
import dev.taskmeta.cli.bench.SampleTask;
import dev.taskmeta.cli.bench.Work;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The peer on plain JDBC: the upsert that Taskmeta sends for one task, prepared once, one row a
 * commit, a connection for each thread.
 *
 * <p>Arguments: JDBC URL, connections, bytes of a result, seconds of warm-up, seconds.
 */
final class PlainStores {

  private final String url;
  private final RecordedStatement upsert;
  private volatile boolean measuring;
  private volatile boolean over;
  private volatile @Nullable SQLException failure;

  private PlainStores(String url, RecordedStatement upsert) {
    this.url = url;
    this.upsert = upsert;
  }

  public static void main(String[] args) throws InterruptedException {
    int payload = Integer.parseInt(args[2]);
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, args[0]).build();
    try (BenchmarkTables tables = BenchmarkTables.in(settings, System.err::println)) {
      tables.create();
      PlainStores stores = new PlainStores(args[0], recorded(args[0], tables, payload));
      Measurement measurement =
          stores.run(
              Integer.parseInt(args[1]), payload, Long.parseLong(args[3]), Long.parseLong(args[4]));
      System.out.println(MeasurementsJson.text(List.of(measurement)));
    }
  }

  private static RecordedStatement recorded(String url, BenchmarkTables tables, int payload) {
    RecordingDataSource recording = new RecordingDataSource(() -> DriverManager.getConnection(url));
    try (ResultBackend backend =
        ResultBackend.builder().dataSource(recording).settings(tables.settings()).build()) {
      backend.store(new SampleTask(payload).success("sample"));
    }
    return recording.last("insert into");
  }

  private Measurement run(int connections, int payload, long warmup, long seconds)
      throws InterruptedException {
    List<Latencies> latencies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int at = 0; at < connections; at++) {
      Latencies own = new Latencies();
      latencies.add(own);
      Thread thread = new Thread(() -> store(own));
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    Thread.sleep(warmup * 1000);
    measuring = true;
    long start = System.nanoTime();
    Thread.sleep(seconds * 1000);
    over = true;
    double took = (System.nanoTime() - start) / 1e9;
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure != null) {
      throw new IllegalStateException("the peer failed: " + failure.getMessage(), failure);
    }
    Latencies all = new Latencies();
    latencies.forEach(all::addAll);
    return new Measurement(
        Work.STORE,
        "",
        connections,
        payload,
        took,
        all.count() / took,
        all.millis(0.5),
        all.millis(0.99),
        all.millis(1),
        0);
  }

  private void store(Latencies latencies) {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(upsert.sql())) {
      while (!over) {
        boolean counts = measuring;
        long start = System.nanoTime();
        String taskId = SampleTask.newId();
        upsert.bind(statement, "sample", taskId, ThreadLocalRandom.current().nextLong());
        execute(statement);
        if (counts && !over) {
          latencies.add(System.nanoTime() - start);
        }
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  /** A session as Taskmeta's are. */
  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    if (!url.startsWith("jdbc:sqlite:")) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    return connection;
  }

  /** Executes a statement, and reads what it returns: only then SQLite has committed it. */
  private static void execute(PreparedStatement statement) throws SQLException {
    if (statement.execute()) {
      try (ResultSet returned = statement.getResultSet()) {
        while (returned.next()) {
          returned.getString(1);
        }
      }
    }
  }
}
