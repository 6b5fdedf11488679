package dev.taskmeta.app;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A result type that is generic, captured where it is written:
 *
 * <pre>{@code
 * app.task("squares", new ResultType<List<Integer>>() {}, (Integer n) -> squares(n));
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <R> the type
 */
public abstract class ResultType<R> {

  private final Type type;

  /**
   * Captures the type argument of the subclass.
   *
   * @throws IllegalArgumentException if the subclass gives none
   */
  protected ResultType() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
      throw new IllegalArgumentException(
          "a ResultType needs its type argument: new ResultType<List<Integer>>() {}");
    }
    this.type = parameterized.getActualTypeArguments()[0];
  }

  /** Returns the captured type. */
  public final Type type() {
    return type;
  }

  /** Returns the name of the captured type. */
  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
