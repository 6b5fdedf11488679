package dev.taskmeta.app;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.GroupResult;
import dev.taskmeta.ResultBackend;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Defines tasks and runs their calls in this JVM; what becomes of each is in the result backend,
 * for every process to see.
 *
 * <pre>{@code
 * try (TaskApp app = TaskApp.open("db+sqlite:///tasks.db")) {
 *   Task2<Integer, Integer, Integer> add = app.task("add", Integer.class, (x, y) -> x + y);
 *   AsyncResult<Integer> sum = add.delay(10, 20);
 *   System.out.println(sum.get(Duration.ofSeconds(10))); // 30
 * }
 * }</pre>
 *
 * <p>A call is recorded (PENDING, known) before a worker may see it, and an app records nothing
 * twice: an id that has a row already is refused. Calls run in the order in which they came, those
 * with a countdown or an eta when it is due. While the app lives, it renews the sign of life of
 * everything it holds, waiting calls included: if the process dies, their waiters get {@code
 * WorkerLostError} within {@code task_alive_interval} and {@code task_lost_after}.
 *
 * <p>Safe for use by several threads. A program ends only when its calls are done, even if it
 * forgets to close the app; but only closing waits for outcomes that the database would not take.
 */
public final class TaskApp implements AutoCloseable {

  private final ResultBackend backend;
  private final boolean ownsBackend;
  private final String worker;
  private final String queue;
  private final Duration aliveInterval;
  private final Duration shutdownTimeout;
  private final Duration storeTimeout;
  private final Calls calls;

  private TaskApp(Builder builder, ResultBackend backend) {
    this.backend = backend;
    this.ownsBackend = builder.url != null;
    this.worker = builder.worker == null ? backend.settings().workerName() : builder.worker;
    this.queue = builder.queue;
    this.shutdownTimeout = builder.shutdownTimeout;
    this.storeTimeout = builder.storeTimeout;
    this.aliveInterval = backend.settings().taskAliveInterval();
    this.calls = new Calls(this, new Threads(builder.poolSize), aliveInterval);
  }

  /**
   * Opens an app with a backend of its own, which it closes with itself.
   *
   * @param url where results are kept; see {@link ResultBackend#open(String)}
   */
  public static TaskApp open(String url) {
    Builder builder = new Builder();
    builder.url = url;
    return builder.build();
  }

  /** Opens an app on a backend that somebody else closes, after the app. */
  public static TaskApp open(ResultBackend backend) {
    return builder(backend).build();
  }

  /** Starts an app on a backend that somebody else closes, after the app. */
  public static Builder builder(ResultBackend backend) {
    Builder builder = new Builder();
    builder.backend = backend;
    return builder;
  }

  /** Returns where results are kept. */
  public ResultBackend backend() {
    return backend;
  }

  /** Defines a task without arguments. */
  public <R> Task0<R> task(String name, Class<R> type, TaskFunction.Of0<R> function) {
    return new Task0<>(define(name, type, context -> function.run()));
  }

  /** Defines a task of one argument. */
  public <A, R> Task1<A, R> task(String name, Class<R> type, TaskFunction.Of1<A, R> function) {
    return new Task1<>(define(name, type, Arguments.of(function)));
  }

  /** Defines a task of two arguments. */
  public <A, B, R> Task2<A, B, R> task(
      String name, Class<R> type, TaskFunction.Of2<A, B, R> function) {
    return new Task2<>(define(name, type, Arguments.of(function)));
  }

  /** Defines a task of three arguments. */
  public <A, B, C, R> Task3<A, B, C, R> task(
      String name, Class<R> type, TaskFunction.Of3<A, B, C, R> function) {
    return new Task3<>(define(name, type, Arguments.of(function)));
  }

  /** Defines a task without arguments and with a generic result. */
  public <R> Task0<R> task(String name, ResultType<R> type, TaskFunction.Of0<R> function) {
    return new Task0<>(define(name, type.type(), context -> function.run()));
  }

  /** Defines a task of one argument with a generic result. */
  public <A, R> Task1<A, R> task(String name, ResultType<R> type, TaskFunction.Of1<A, R> function) {
    return new Task1<>(define(name, type.type(), Arguments.of(function)));
  }

  /** Defines a task of two arguments with a generic result. */
  public <A, B, R> Task2<A, B, R> task(
      String name, ResultType<R> type, TaskFunction.Of2<A, B, R> function) {
    return new Task2<>(define(name, type.type(), Arguments.of(function)));
  }

  /** Defines a task of three arguments with a generic result. */
  public <A, B, C, R> Task3<A, B, C, R> task(
      String name, ResultType<R> type, TaskFunction.Of3<A, B, C, R> function) {
    return new Task3<>(define(name, type.type(), Arguments.of(function)));
  }

  /** Defines a task of any arguments that is given its context; what Celery calls bound. */
  public <R> Task<R> boundTask(String name, Class<R> type, TaskFunction<R> function) {
    return define(name, type, function);
  }

  /** Defines a task of any arguments, given its context, with a generic result. */
  public <R> Task<R> boundTask(String name, ResultType<R> type, TaskFunction<R> function) {
    return define(name, type.type(), function);
  }

  private <R> Task<R> define(String name, Type type, TaskFunction<R> function) {
    return new Task<>(this, Objects.requireNonNull(name), type, function);
  }

  /**
   * Calls several tasks as a group: all are recorded in one transaction, the group is saved, then
   * all are queued. If anything fails, none runs.
   *
   * @throws CallRefusedException if an id is taken, a signature ignores its result, there is no
   *     signature, or the app is closed
   */
  @SafeVarargs
  public final <R> GroupResult<R> group(Signature<R>... signatures) {
    return group(ResultBackend.newTaskId(), List.of(signatures));
  }

  /** Calls several tasks as a group with an id of the caller's; see {@link #group}. */
  public <R> GroupResult<R> group(String groupId, List<Signature<R>> signatures) {
    if (signatures.isEmpty() || signatures.stream().anyMatch(s -> s.options().ignoreResult)) {
      throw new CallRefusedException(
          null, "group " + groupId + " needs tasks, and none whose result is ignored");
    }
    List<Call> members = new ArrayList<>();
    List<AsyncResult<R>> results = new ArrayList<>();
    for (Signature<R> signature : signatures) {
      Call call = call(signature.with(signature.options().withGroup(groupId)));
      members.add(call);
      results.add(handle(call));
    }
    List<String> ids = members.stream().map(call -> call.id).toList();
    String parent = TaskContext.ifAny().map(TaskContext::id).orElse(null);
    calls.send(members, () -> backend.saveGroup(groupId, ids, parent));
    return backend.groupResult(groupId, results, parent);
  }

  <R> AsyncResult<R> send(Signature<R> signature) {
    Call call = call(signature);
    calls.send(List.of(call), () -> {});
    return handle(call);
  }

  private <R> AsyncResult<R> handle(Call call) {
    return call.options.ignoreResult
        ? backend.ignoredResult(call.id)
        : backend.asyncResult(call.id, call.type);
  }

  private Call call(Signature<?> signature) {
    CallOptions options = signature.options();
    String id = options.id == null ? ResultBackend.newTaskId() : options.id;
    Optional<TaskContext> caller = TaskContext.ifAny();
    String parent = caller.map(TaskContext::id).orElse(null);
    String root = caller.map(TaskContext::rootId).orElse(null);
    if (options.parent != null && !options.parent.equals(parent)) {
      parent = options.parent;
      root = backend.get(parent).rootId().orElse(parent);
    }
    return new Call(id, signature, queue, parent, root, Instant.now());
  }

  /** Revokes a task without interrupting it; see {@link #revoke(String, boolean)}. */
  public boolean revoke(String taskId) {
    return revoke(taskId, false);
  }

  /**
   * Calls a task of this app off. One that waits is stored as REVOKED and never runs. One that runs
   * is stored as REVOKED at once and can ask {@link TaskContext#isRevoked}; if it fails after that
   * it stays REVOKED, if it returns a result all the same the result is stored: SUCCESS is what
   * happened.
   *
   * @param terminate whether a running task's thread is interrupted too
   * @return false if this app holds no such task, because it has ended or another process runs it
   */
  public boolean revoke(String taskId, boolean terminate) {
    return calls.revoke(taskId, terminate);
  }

  /** Closes the app, giving running tasks the builder's {@code shutdownTimeout} (30 seconds). */
  @Override
  public void close() {
    close(shutdownTimeout);
  }

  /**
   * Closes the app. New calls are refused. Calls that wait end at once: as REVOKED if they never
   * began, as FAILURE with their last error if they wait for another try. Running tasks may end
   * within the timeout; after that they are stored as REVOKED ({@code terminated}) and their
   * threads interrupted. Outcomes that the database would not take are tried again for the
   * builder's {@code storeTimeout} (1 minute); what is lost then is named in the log. A second call
   * does nothing new. An interrupt of the caller cuts the timeout short.
   *
   * @param timeout how long running tasks may go on
   * @throws IllegalStateException if this thread runs a task of an app
   */
  public void close(Duration timeout) {
    if (TaskContext.ifAny().isPresent()) {
      throw new IllegalStateException("a task must not close the app that waits for it");
    }
    calls.close(timeout, storeTimeout);
    if (ownsBackend) {
      backend.close();
    }
  }

  String worker() {
    return worker;
  }

  Duration aliveInterval() {
    return aliveInterval;
  }

  /** Returns the worker's name. */
  @Override
  public String toString() {
    return "TaskApp[" + worker + "]";
  }

  /** Collects what an app is made of. Not safe for use by several threads. */
  public static final class Builder {

    private @Nullable String url;
    private @Nullable ResultBackend backend;
    private int poolSize = Runtime.getRuntime().availableProcessors();
    private @Nullable String worker;
    private String queue = "default";
    private Duration shutdownTimeout = Duration.ofSeconds(30);
    private Duration storeTimeout = Duration.ofMinutes(1);

    private Builder() {}

    /**
     * Sets how many tasks run at once; default the number of processors.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder poolSize(int poolSize) {
      if (poolSize < 1) {
        throw new IllegalArgumentException("poolSize is " + poolSize + "; at least 1 is needed");
      }
      this.poolSize = poolSize;
      return this;
    }

    /** Sets the worker's name in the tasks' rows; default {@code worker_name}, else host:pid. */
    public Builder worker(String worker) {
      this.worker = worker;
      return this;
    }

    /** Sets the queue in the rows of calls that name none; default {@code default}. */
    public Builder queue(String queue) {
      this.queue = queue;
      return this;
    }

    /** Sets how long {@link TaskApp#close()} lets running tasks go on; default 30 seconds. */
    public Builder shutdownTimeout(Duration shutdownTimeout) {
      this.shutdownTimeout = shutdownTimeout;
      return this;
    }

    /** Sets how long closing tries to store outcomes while the store fails; default 1 minute. */
    public Builder storeTimeout(Duration storeTimeout) {
      this.storeTimeout = storeTimeout;
      return this;
    }

    /** Makes the app. */
    public TaskApp build() {
      return new TaskApp(
          this, backend == null ? ResultBackend.open(Objects.requireNonNull(url)) : backend);
    }
  }
}
