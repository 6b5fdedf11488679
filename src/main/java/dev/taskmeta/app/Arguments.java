package dev.taskmeta.app;

/** Passes a call's arguments to a plain function, whose types its typed task has kept. */
final class Arguments {

  private Arguments() {}

  @SuppressWarnings("unchecked")
  static <A, R> TaskFunction<R> of(TaskFunction.Of1<A, R> function) {
    return context -> function.run((A) context.args().get(0));
  }

  @SuppressWarnings("unchecked")
  static <A, B, R> TaskFunction<R> of(TaskFunction.Of2<A, B, R> function) {
    return context -> function.run((A) context.args().get(0), (B) context.args().get(1));
  }

  @SuppressWarnings("unchecked")
  static <A, B, C, R> TaskFunction<R> of(TaskFunction.Of3<A, B, C, R> function) {
    return context ->
        function.run(
            (A) context.args().get(0), (B) context.args().get(1), (C) context.args().get(2));
  }
}
