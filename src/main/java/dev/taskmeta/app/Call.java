package dev.taskmeta.app;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One call of a task, from {@code delay} to its end. Whoever changes its phase or stores its state
 * holds its monitor, so that what is stored follows in the order of what happened.
 */
final class Call {

  /** Where a call is. */
  enum Phase {
    WAITING,
    RUNNING,
    ENDED
  }

  final String id;
  final String name;
  final TaskFunction<?> function;
  final Type type;
  final List<@Nullable Object> args;
  final CallOptions options;
  final String queue;
  final @Nullable String parentId;
  final @Nullable String rootId;
  final @Nullable Instant expiresAt;

  volatile Phase phase = Phase.WAITING;
  volatile boolean revoked;
  @Nullable Instant eta;
  int retries;
  @Nullable Throwable lastFailure;
  @Nullable Thread thread;
  private final List<Future<?>> timers = new ArrayList<>();

  Call(
      String id,
      Signature<?> signature,
      String queue,
      @Nullable String parentId,
      @Nullable String rootId,
      Instant now) {
    this.id = id;
    this.name = signature.task().name();
    this.function = signature.task().function();
    this.type = signature.task().type();
    this.args = signature.args();
    this.options = signature.options();
    this.queue = options.queue == null ? queue : options.queue;
    this.parentId = parentId;
    this.rootId = rootId;
    this.eta = options.etaAfter(now);
    this.expiresAt = options.expiryAfter(now);
  }

  /** The row that exists before anybody can run the call. */
  TaskUpdate.Builder pending() {
    return TaskUpdate.builder(id, TaskState.PENDING)
        .name(name)
        .args(args)
        .kwargs(options.kwargs)
        .queue(queue)
        .parentId(parentId)
        .rootId(rootId)
        .groupId(options.group)
        .eta(eta)
        .retries(0)
        .resultExpires(options.resultExpires);
  }

  TaskUpdate revocation(String reason) {
    return TaskUpdate.builder(id, TaskState.REVOKED)
        .error(TaskError.of("TaskRevokedError", reason))
        .build();
  }

  /** Interrupts the running function, and lets it know why. */
  void interrupt() {
    revoked = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  void keep(Future<?> timer) {
    timers.add(timer);
  }

  /** Ends the call: no timer of it will fire any more. */
  void end() {
    phase = Phase.ENDED;
    timers.forEach(timer -> timer.cancel(false));
    timers.clear();
  }
}
