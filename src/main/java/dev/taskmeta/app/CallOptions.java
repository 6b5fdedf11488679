package dev.taskmeta.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one call of a task differs from the plain one; what Celery's {@code apply_async} takes.
 *
 * <pre>{@code
 * add.applyAsync(10, 20, CallOptions.DEFAULT.withId("sum-1").withCountdown(Duration.ofMinutes(5)));
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class CallOptions implements Cloneable {

  /** A random id, the app's queue, at once, once, result kept as {@code result_expires} says. */
  public static final CallOptions DEFAULT = new CallOptions();

  @Nullable String id;
  @Nullable String queue;
  @Nullable Duration countdown;
  @Nullable Instant eta;
  @Nullable Duration expires;
  @Nullable Instant expiresAt;
  @Nullable String group;
  @Nullable String parent;
  @Nullable Duration resultExpires;
  @Nullable Map<String, @Nullable Object> kwargs;
  boolean ignoreResult;
  int retries;
  Duration retryDelay = Duration.ZERO;

  private CallOptions() {}

  /** Gives the call an id of the caller's: 1 to 255 code points, no white space. */
  public CallOptions withId(String id) {
    CallOptions changed = copy();
    changed.id = id;
    return changed;
  }

  /** Names the queue in the task's row; the app has one pool for all of them. */
  public CallOptions withQueue(String queue) {
    CallOptions changed = copy();
    changed.queue = queue;
    return changed;
  }

  /** Starts the task no sooner than so long after the call; replaces an eta. */
  public CallOptions withCountdown(Duration countdown) {
    CallOptions changed = copy();
    changed.countdown = countdown;
    changed.eta = null;
    return changed;
  }

  /** Starts the task no sooner than at that time; replaces a countdown. */
  public CallOptions withEta(Instant eta) {
    CallOptions changed = copy();
    changed.eta = eta;
    changed.countdown = null;
    return changed;
  }

  /**
   * Revokes the task, with the reason {@code expired}, if no attempt is running so long after the
   * call; a retry that would begin later is revoked too, as in Celery. Not to be mistaken for
   * {@link #withResultExpires}.
   */
  public CallOptions withExpires(Duration expires) {
    CallOptions changed = copy();
    changed.expires = expires;
    changed.expiresAt = null;
    return changed;
  }

  /** Revokes the task if no attempt is running at that time; see {@link #withExpires}. */
  public CallOptions withExpiresAt(Instant expiresAt) {
    CallOptions changed = copy();
    changed.expiresAt = expiresAt;
    changed.expires = null;
    return changed;
  }

  /** Names the group that the task belongs to; {@link TaskApp#group} does this by itself. */
  public CallOptions withGroup(String group) {
    CallOptions changed = copy();
    changed.group = group;
    return changed;
  }

  /**
   * Names the task that counts as the caller; by default it is the one that the calling thread
   * runs, if any. The root of the new task is then looked up in the backend.
   */
  public CallOptions withParent(String parent) {
    CallOptions changed = copy();
    changed.parent = parent;
    return changed;
  }

  /** Keeps the task's row so long after its end; zero keeps it for ever. */
  public CallOptions withResultExpires(Duration resultExpires) {
    CallOptions changed = copy();
    changed.resultExpires = resultExpires;
    return changed;
  }

  /** Gives named arguments, stored beside the others; see {@link TaskContext#kwargs}. */
  public CallOptions withKwargs(Map<String, ? extends @Nullable Object> kwargs) {
    CallOptions changed = copy();
    changed.kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    return changed;
  }

  /** Stores nothing of the call at all, not even a failure, which is only logged. */
  public CallOptions withIgnoreResult(boolean ignoreResult) {
    CallOptions changed = copy();
    changed.ignoreResult = ignoreResult;
    return changed;
  }

  /**
   * Tries again after any failure; the task itself can say more precisely when, by {@link
   * TaskContext#retry}.
   *
   * @param retries how many tries may follow the first
   * @param delay how long to wait before each
   * @throws IllegalArgumentException if either is negative
   */
  public CallOptions withRetries(int retries, Duration delay) {
    if (retries < 0 || delay.isNegative()) {
      throw new IllegalArgumentException(
          "retries and their delay must not be negative: " + retries + ", " + delay);
    }
    CallOptions changed = copy();
    changed.retries = retries;
    changed.retryDelay = delay;
    return changed;
  }

  @Nullable Instant etaAfter(Instant now) {
    return countdown == null ? eta : now.plus(countdown);
  }

  @Nullable Instant expiryAfter(Instant now) {
    return expires == null ? expiresAt : now.plus(expires);
  }

  private CallOptions copy() {
    try {
      return (CallOptions) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
