package dev.taskmeta;

import dev.taskmeta.internal.Limits;
import dev.taskmeta.internal.TaskIds;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.internal.watch.Announcer;
import dev.taskmeta.internal.watch.Watcher;
import dev.taskmeta.internal.write.Encoder;
import dev.taskmeta.internal.write.GroupWriter;
import dev.taskmeta.internal.write.Retry;
import dev.taskmeta.retention.Cleanup;
import dev.taskmeta.retention.CleanupReport;
import dev.taskmeta.retention.CleanupScheduler;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.TaskRow;
import dev.taskmeta.spi.Wakeups;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the results of tasks and gives them back to any process.
 *
 * <pre>{@code
 * try (ResultBackend backend = ResultBackend.open("db+postgresql://user:pw@host/app")) {
 *   backend.store(TaskUpdate.builder(id, TaskState.SUCCESS).result(42).build());
 *   Integer answer = backend.asyncResult(id, Integer.class).get(Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads; make one and share it. Closing it ends its threads and its
 * own connections, never a data source that it was given.
 */
public final class ResultBackend implements ResultOperations, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ResultBackend.class);

  /** The shortest time between two announcements of ended tasks to other processes. */
  private static final Duration ANNOUNCEMENTS = Duration.ofMillis(10);

  private final Settings settings;
  private final ResultStore store;
  private final Codecs codecs;
  private final Encoder encoder;
  private final Retry retry;
  private final Operations operations;
  private final GroupWriter writer;
  private final Watcher watcher;
  private final @Nullable Announcer announcer;
  private final Executor executor;
  private final Failures failures;
  private final MaintenanceStore maintenance;
  private final Cleanup cleanup;
  private final CleanupScheduler scheduler;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final @Nullable AutoCloseable ownExecutor;

  private ResultBackend(Builder builder, Settings settings, ResultStore store) {
    this.settings = settings;
    this.store = store;
    this.codecs = new Codecs(builder.codecs);
    this.encoder = new Encoder(codecs, settings, builder.clock);
    this.retry = new Retry(settings);
    this.operations = new Operations(store, encoder, codecs, retry);
    this.writer = new GroupWriter(store, retry, store.parallelWrites());
    Wakeups wakeups = settings.notifyOthers() ? store.wakeups().orElse(null) : null;
    this.watcher =
        new Watcher(
            new Waited(store), wakeups, settings.pollIntervalMin(), settings.pollIntervalMax());
    this.announcer = wakeups == null ? null : new Announcer(wakeups, ANNOUNCEMENTS);
    CallbackExecutor own = builder.executor == null ? new CallbackExecutor() : null;
    this.ownExecutor = own;
    this.executor = own == null ? Objects.requireNonNull(builder.executor) : own;
    this.failures = new Failures(settings.exceptionAllowList());
    this.maintenance = new MaintenanceStore(store, settings);
    this.cleanup = new Cleanup(maintenance::get, settings, LostTask.ERROR);
    this.scheduler =
        new CleanupScheduler(
            cleanup,
            settings.cleanupSchedule(),
            settings.cleanupWindows(),
            builder.cleanupListener);
  }

  /**
   * Opens a backend with all settings at their defaults.
   *
   * @param url where results are kept: {@code db+postgresql://user:pw@host/db}, {@code
   *     db+sqlite:///file.db}, {@code jdbc:…}, {@code memory://}
   * @throws ConfigurationException if the URL is malformed or no store serves it
   * @throws BackendUnavailableException if the database cannot be reached
   * @throws SchemaException if the schema cannot be made
   */
  public static ResultBackend open(String url) {
    return builder().url(url).build();
  }

  /**
   * Opens a backend as the settings say.
   *
   * @throws ConfigurationException if {@code result_backend} is missing or malformed
   */
  public static ResultBackend open(Settings settings) {
    return builder().settings(settings).build();
  }

  /**
   * Begins to load, in the background, the classes that opening a backend takes; returns at once. A
   * program that lives shortly opens its backend sooner if it calls this first of all.
   */
  public static void warmUp() {
    Providers.warmUp();
  }

  /** Starts a backend with more to say than a URL. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the settings in force. */
  public Settings settings() {
    return settings;
  }

  @Override
  public boolean store(TaskUpdate update) {
    boolean accepted = writer.store(encoder.encode(update));
    if (accepted) {
      stored(update);
    }
    return accepted;
  }

  /** Wakes whoever waits for the task. */
  private void stored(TaskUpdate update) {
    if (update.state().isReady()) {
      watcher.stored(update.taskId(), update.state());
      if (announcer != null) {
        announcer.ended(update.taskId());
      }
    }
  }

  /**
   * Stores an update without waiting for its commit; waits only while too many are under way.
   * Updates of one task are stored in the order in which they were given, by this method and by
   * {@link #store}.
   *
   * @param update what to store
   * @return completed after the commit with what {@link #store} would return, or exceptionally with
   *     what it would throw; cancelling it takes nothing back
   * @throws CodecException if a value cannot be encoded
   * @throws RefusedValueException if a value is too large
   */
  public CompletableFuture<Boolean> storeAsync(TaskUpdate update) {
    CompletableFuture<Boolean> stored = writer.storeAsync(encoder.encode(update));
    return stored.thenApply(
        accepted -> {
          if (accepted) {
            stored(update);
          }
          return accepted;
        });
  }

  @Override
  public List<Boolean> storeAll(List<TaskUpdate> updates) {
    List<Boolean> accepted = operations.storeAll(updates);
    for (int at = 0; at < updates.size(); at++) {
      if (accepted.get(at)) {
        stored(updates.get(at));
      }
    }
    return accepted;
  }

  @Override
  public TaskMeta get(String taskId) {
    return operations.get(taskId);
  }

  @Override
  public Map<String, TaskMeta> getMany(Collection<String> taskIds) {
    return operations.getMany(taskIds);
  }

  @Override
  public boolean exists(String taskId) {
    return operations.exists(taskId);
  }

  @Override
  public List<TaskMeta> list(TaskQuery query) {
    return operations.list(query);
  }

  @Override
  public List<String> children(String taskId) {
    return operations.children(taskId);
  }

  @Override
  public boolean forget(String taskId) {
    return operations.forget(taskId);
  }

  @Override
  public int forget(Collection<String> taskIds) {
    return operations.forget(taskIds);
  }

  @Override
  public void saveGroup(String groupId, List<String> taskIds, @Nullable String parentId) {
    operations.saveGroup(groupId, taskIds, parentId);
  }

  @Override
  public void addToGroup(String groupId, String taskId) {
    operations.addToGroup(groupId, taskId);
  }

  @Override
  public Optional<GroupMeta> group(String groupId) {
    return operations.group(groupId);
  }

  @Override
  public boolean deleteGroup(String groupId) {
    return operations.deleteGroup(groupId);
  }

  @Override
  public GroupProgress groupProgress(String groupId) {
    return operations.groupProgress(groupId);
  }

  /**
   * Returns the states of tasks without reading their results, in one query.
   *
   * @return every task asked for; unknown ones as PENDING
   */
  public Map<String, TaskState> states(Collection<String> taskIds) {
    Map<String, Look> looks = taskIds.isEmpty() ? Map.of() : retry.call(() -> store.look(taskIds));
    Map<String, TaskState> states = new HashMap<>();
    for (String taskId : taskIds) {
      Look look = looks.get(taskId);
      states.put(taskId, look == null ? TaskState.PENDING : look.state());
    }
    return states;
  }

  /**
   * Returns the operations inside the caller's own transaction: what they store becomes visible and
   * durable when he commits, and is gone when he rolls back. Nothing is repeated after a failure.
   *
   * @param connection a connection to this backend's database with autocommit off; it is neither
   *     committed nor closed here
   * @throws UnsupportedOperationException if the store has no connections
   */
  public ResultOperations joining(Connection connection) {
    return new Operations(store.joining(connection), encoder, codecs, Retry.never());
  }

  /** Returns a handle on a task whose result is read in its natural type. */
  public AsyncResult<Object> asyncResult(String taskId) {
    return asyncResult(taskId, Object.class);
  }

  /**
   * Returns a handle on a task.
   *
   * @param taskId the task's id, known or not
   * @param type what the result is read as
   * @throws RefusedValueException if the id is refused
   */
  public <T> AsyncResult<T> asyncResult(String taskId, Class<T> type) {
    return asyncResult(taskId, (Type) type);
  }

  /**
   * Returns a handle on a task whose result is read as a type that may be generic.
   *
   * @param <T> that type
   */
  public <T> AsyncResult<T> asyncResult(String taskId, Type type) {
    return new AsyncResult<>(this, Limits.TASK_ID.check(null, taskId), type, null, false);
  }

  /** Returns a handle on a task that stores nothing: {@code get} returns null at once. */
  public <T> AsyncResult<T> ignoredResult(String taskId) {
    return new AsyncResult<>(this, Limits.TASK_ID.check(null, taskId), Object.class, null, true);
  }

  /** Returns several tasks as one. */
  public <T> ResultSet<T> resultSet(Collection<AsyncResult<T>> results) {
    return new ResultSet<>(this, results);
  }

  /**
   * Returns tasks as a group, which is not saved yet.
   *
   * @param groupId the group's id: 1 to 255 code points, no white space
   * @param results its tasks in order
   */
  public <T> GroupResult<T> groupResult(String groupId, Collection<AsyncResult<T>> results) {
    return groupResult(groupId, results, null);
  }

  /**
   * Returns tasks as a group that a task made, which is not saved yet.
   *
   * @param groupId the group's id: 1 to 255 code points, no white space
   * @param results its tasks in order
   * @param parentId the task that made it, or null
   */
  public <T> GroupResult<T> groupResult(
      String groupId, Collection<AsyncResult<T>> results, @Nullable String parentId) {
    return new GroupResult<>(
        this,
        Limits.GROUP_ID.check(null, groupId),
        Limits.PARENT_ID.checkIfPresent(null, parentId),
        results);
  }

  /** Returns a saved group with results read in their natural type, or empty if there is none. */
  public Optional<GroupResult<Object>> restoreGroup(String groupId) {
    return restoreGroup(groupId, Object.class);
  }

  /** Returns a saved group, or empty if there is none. */
  public <T> Optional<GroupResult<T>> restoreGroup(String groupId, Class<T> type) {
    return group(groupId)
        .map(
            group -> {
              List<AsyncResult<T>> results = new ArrayList<>();
              group.taskIds().forEach(taskId -> results.add(asyncResult(taskId, type)));
              return new GroupResult<>(this, groupId, group.parentIdOrNull(), results);
            });
  }

  /**
   * Declares the unready among these tasks alive for so long, on the store's clock, in one
   * statement. For processes that stored them with {@code aliveFor}.
   *
   * @return how many of them are unready
   */
  public int keepAlive(Collection<String> taskIds, Duration aliveFor) {
    return taskIds.isEmpty() ? 0 : retry.call(() -> store.keepAlive(taskIds, aliveFor));
  }

  /**
   * Removes what has expired, now, in batches with pauses, unless another process of the cluster is
   * at it or {@code cleanup_windows} are closed.
   *
   * @return what was done; {@link CleanupReport#busy} if another process was at it
   */
  public CleanupReport cleanup() {
    return cleanup.run();
  }

  /**
   * As {@link #cleanup()}, telling how far it is.
   *
   * @param progress told after each batch what has been done, in this thread
   */
  public CleanupReport cleanup(Consumer<CleanupReport> progress) {
    return cleanup.run(progress);
  }

  /**
   * Returns the retention policies.
   *
   * @throws UnsupportedOperationException if the store has none
   */
  public Retention retention() {
    return new Retention(
        store
            .retention()
            .orElseThrow(() -> new UnsupportedOperationException("this store keeps no policies")),
        retry,
        settings);
  }

  /** Counts what {@link #cleanup} would remove now, and removes nothing. */
  public CleanupReport cleanupDryRun() {
    return cleanup.dryRun();
  }

  /**
   * Returns the holds on tasks, which nothing removes then.
   *
   * @throws UnsupportedOperationException if the store has none
   */
  public Holds holds() {
    return new Holds(
        store
            .holds()
            .orElseThrow(() -> new UnsupportedOperationException("this store cannot hold tasks")),
        retry,
        settings.workerName());
  }

  /** Ends what waits, the threads, and the backend's own connections. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      scheduler.close();
      maintenance.close();
      writer.close();
      watcher.close();
      if (announcer != null) {
        announcer.close();
      }
      try {
        if (ownExecutor != null) {
          ownExecutor.close();
        }
      } catch (Exception e) {
        LOGGER.warn("closing the callback threads failed", e);
      }
      store.close();
    }
  }

  /** Returns the settings, secrets masked. */
  @Override
  public String toString() {
    return "ResultBackend[" + settings + "]";
  }

  Watcher watcher() {
    return watcher;
  }

  TaskMeta meta(TaskRow row) {
    return new TaskMeta(row.taskId(), row, codecs);
  }

  Executor executor() {
    return executor;
  }

  TaskFailedException failure(TaskMeta meta) {
    return failures.failure(meta);
  }

  /** Collects what a backend is made of. Not safe for use by several threads. */
  public static final class Builder {

    private Settings.Builder settings = Settings.builder();
    private @Nullable String url;
    private @Nullable DataSource dataSource;
    private final List<ResultCodec> codecs = new ArrayList<>();
    private @Nullable Executor executor;
    private Clock clock = Clock.systemUTC();
    private Consumer<CleanupReport> cleanupListener = report -> {};

    private Builder() {}

    /** Sets where results are kept; wins over {@code result_backend} of the settings. */
    public Builder url(String url) {
      this.url = url;
      return this;
    }

    /** Keeps results in the application's own data source, which is never closed here. */
    public Builder dataSource(DataSource dataSource) {
      this.dataSource = dataSource;
      return this;
    }

    /** Sets all settings at once. */
    public Builder settings(Settings settings) {
      this.settings = settings.toBuilder();
      return this;
    }

    /**
     * Sets one setting.
     *
     * @param value its text, as in a properties file
     * @throws ConfigurationException if the value is malformed
     */
    public Builder set(Setting setting, String value) {
      settings.set(setting, value);
      return this;
    }

    /** Adds a codec; it replaces a built-in one of the same content type. */
    public Builder codec(ResultCodec codec) {
      codecs.add(codec);
      return this;
    }

    /** Completes futures on this executor instead of two threads of the backend's own. */
    public Builder executor(Executor executor) {
      this.executor = executor;
      return this;
    }

    /** Takes the times that updates lack from this clock; default the system's. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Tells a listener of every scheduled cleanup, in the cleanup's thread. */
    public Builder onCleanup(Consumer<CleanupReport> listener) {
      this.cleanupListener = listener;
      return this;
    }

    /**
     * Opens the backend.
     *
     * @throws ConfigurationException if neither a URL nor a data source is given, or both, or no
     *     store serves the URL, or settings contradict one another
     * @throws BackendUnavailableException if the database cannot be reached
     * @throws SchemaException if the schema cannot be made or is not what it should be
     */
    public ResultBackend build() {
      Settings all = settings.build();
      ResultStore store = Providers.open(url, dataSource, all);
      try {
        return new ResultBackend(this, all, store);
      } catch (RuntimeException | Error e) {
        store.close();
        throw e;
      }
    }
  }

  /**
   * An id for a task that has none: a UUID of version 7, which begins with the time and ends in 74
   * random bits. Any other id may be stored as well, such as Celery's UUIDs of version 4.
   */
  public static String newTaskId() {
    return TaskIds.next();
  }
}
