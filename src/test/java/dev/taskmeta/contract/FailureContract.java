package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.RETRY;
import static dev.taskmeta.TaskState.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskRevokedException;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How a worker's exception is stored and comes back. */
interface FailureContract extends Contract {

  /** An exception of an application. */
  final class OrderRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OrderRefused(String message) {
      super(message);
    }
  }

  /** Tells whether {@link Tripwire} was ever loaded. */
  AtomicBoolean TRIPPED = new AtomicBoolean();

  /** What must never be loaded for a name found in a row. */
  final class Tripwire extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static {
      TRIPPED.set(true);
    }
  }

  private static TaskFailedException failure(ResultBackend backend, String id) {
    return catchThrowableOfType(
        TaskFailedException.class, () -> backend.asyncResult(id).get(Duration.ZERO));
  }

  private TaskFailedException failed(TaskUpdate.Builder update) {
    return failure(backend(), stored(update).taskId());
  }

  @Test
  default void anExceptionComesBackWithTypeMessageCausesAndTraceback() {
    Exception cause = new java.io.IOException("disk full 😀");
    Exception problem = new OrderRefused("order 7 refused");
    problem.initCause(new IllegalStateException(cause));
    String id = newId();
    TaskFailedException e = failed(update(id, FAILURE).failure(problem));
    assertThat(e.taskId()).isEqualTo(id);
    assertThat(e.state()).isEqualTo(FAILURE);
    assertThat(e.error()).isEqualTo(TaskError.of(problem));
    assertThat(e.error().type()).isEqualTo("FailureContract$OrderRefused");
    assertThat(e.error().module()).isEqualTo("dev.taskmeta.contract");
    assertThat(e.error().cause().cause().message()).isEqualTo("disk full 😀");
    assertThat(e.traceback()).isEqualTo(TaskError.traceback(problem));
    assertThat(e)
        .hasMessageContainingAll(
            id,
            "FAILURE",
            "dev.taskmeta.contract.FailureContract$OrderRefused: order 7 refused",
            "caused by java.lang.IllegalStateException",
            "caused by java.io.IOException: disk full 😀",
            "Traceback of the worker",
            "at dev.taskmeta.contract.FailureContract");
    assertThat(e).hasNoCause();
  }

  @Test
  default void anExceptionWithoutMessageComesBack() {
    TaskFailedException e =
        failed(update(newId(), FAILURE).error(TaskError.of(new IllegalStateException())));
    assertThat(e.error().message()).isNull();
    assertThat(e.error().arguments()).isEmpty();
    assertThat(e.error().qualifiedType()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  default void theErrorsOfOtherLanguagesComeBack() {
    TaskError python =
        new TaskError("KeyError", "builtins", "x", List.of("x", 1, Map.of("k", true)), null);
    TaskFailedException e = failed(update(newId(), FAILURE).error(python));
    assertThat(e.error()).isEqualTo(python);
    TaskError bare = new TaskError("E", null, "only a message", List.of(), null);
    assertThat(failed(update(newId(), FAILURE).error(bare)).error().message())
        .isEqualTo("only a message");
    assertThat(e.error().qualifiedType()).isEqualTo("builtins.KeyError");
  }

  @Test
  default void endlessCausesEnd() {
    Exception one = new IllegalStateException("one");
    Exception other = new IllegalStateException("other", one);
    one.initCause(other);
    TaskFailedException circle = failed(update(newId(), FAILURE).error(TaskError.of(one)));
    assertThat(circle.error().cause().message()).isEqualTo("other");
    assertThat(circle.error().cause().cause()).isNull();
    Exception deep = new IllegalStateException("0");
    for (int at = 1; at < 100; at++) {
      deep = new IllegalStateException("" + at, deep);
    }
    TaskFailedException e = failed(update(newId(), FAILURE).error(TaskError.of(deep)));
    assertThat(e.error()).isEqualTo(TaskError.of(deep));
  }

  @Test
  default void anErrorThatIsLongAndDeepIsStillStored() {
    TaskError error = TaskError.of("Long" + "g".repeat(300), "m".repeat(100_000));
    for (int at = 0; at < 200; at++) {
      error = new TaskError("E" + at, null, "m", List.of("m"), error);
    }
    assertThat(failed(update(newId(), FAILURE).error(error)).error()).isEqualTo(error);
    TaskMeta meta =
        stored(update(newId(), FAILURE).error(TaskError.of("T".repeat(400), "message")));
    assertThat(meta.errorType()).contains("T".repeat(255));
    assertThat(meta.error().orElseThrow().type()).isEqualTo("T".repeat(400));
  }

  @Test
  default void onlyListedExceptionsAreMadeAgain() {
    String listed = OrderRefused.class.getName();
    String tripwire = getClass().getPackageName() + ".FailureContract$Tripwire";
    try (ResultBackend backend =
        open(
            Map.of(
                Setting.EXCEPTION_ALLOW_LIST,
                listed + ",java.lang.StringBuilder,com.example.Gone,java.io.IOException"))) {
      assertThat(cause(backend, listed)).isInstanceOf(OrderRefused.class).hasMessage("the message");
      assertThat(cause(backend, "java.io.IOException"))
          .isExactlyInstanceOf(java.io.IOException.class);
      assertThat(cause(backend, "java.lang.StringBuilder")).isNull();
      assertThat(cause(backend, "com.example.Gone")).isNull();
      assertThat(cause(backend, "java.lang.IllegalStateException")).isNull();
      assertThat(cause(backend, tripwire)).isNull();
      assertThat(TRIPPED).isFalse();
    }
  }

  private Throwable cause(ResultBackend backend, String type) {
    String id = newId();
    int dot = type.lastIndexOf('.');
    TaskError error =
        new TaskError(
            type.substring(dot + 1),
            type.substring(0, dot),
            "the message",
            List.of("the message"),
            null);
    backend.store(update(id, FAILURE).error(error).build());
    return failure(backend, id).getCause();
  }

  @Test
  default void aRevokedTaskThrowsItsOwnException() {
    TaskFailedException plain = failed(update(newId(), REVOKED));
    assertThat(plain).isInstanceOf(TaskRevokedException.class).hasMessageContaining("REVOKED");
    TaskFailedException reason =
        failed(update(newId(), REVOKED).error(TaskError.of("TaskRevokedError", "expired")));
    assertThat(reason).isInstanceOf(TaskRevokedException.class).hasMessageContaining("expired");
  }

  @Test
  default void aFailureWithoutAnErrorSaysWhatThereIs() {
    assertThat(failed(update(newId(), FAILURE))).hasMessageContaining("no error was stored");
    assertThat(failed(update(newId(), FAILURE).result(Map.of("exit", 3))))
        .hasMessageContaining("{\"exit\":3}");
  }

  @Test
  default void aRetryKeepsItsErrorAndDoesNotThrowIt() {
    TaskMeta meta = stored(update(newId(), RETRY).failure(new OrderRefused("later")));
    assertThat(meta.error().orElseThrow().message()).isEqualTo("later");
    backend().asyncResult(meta.taskId()).maybeThrow();
    assertThat(meta.state().isReady()).isFalse();
    assertThat(stored(update(newId(), TaskState.of("SHAKY")).error(TaskError.of("E", "m"))).error())
        .isPresent();
  }
}
