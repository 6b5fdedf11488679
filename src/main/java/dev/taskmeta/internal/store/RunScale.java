package dev.taskmeta.internal.store;

import static org.jooq.impl.DSL.floor;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The scale of run times, whose steps are two percent wide: each is the whole part of ln(seconds) /
 * ln(1.02), and a run counts as one microsecond at least.
 */
final class RunScale {

  private static final double STEP = Math.log(1.02);
  private static final double SHORTEST_SECONDS = 1e-6;

  private RunScale() {}

  /** Which step of the scale a run of so many seconds reaches; null for what has not run. */
  static Field<Integer> step(Field<Double> seconds) {
    // Not greatest(): PostgreSQL's takes a null for nothing.
    Field<Double> atLeast =
        when(seconds.gt(inline(SHORTEST_SECONDS)), seconds)
            .when(seconds.isNotNull(), inline(SHORTEST_SECONDS));
    Field<Double> scale = DSL.field("ln({0}) / {1}", Double.class, atLeast, inline(STEP));
    return floor(scale).cast(Integer.class);
  }

  /** The middle of a step, in seconds. */
  static double middle(int step) {
    return Math.exp((step + 0.5) * STEP);
  }

  /** The middle of a step, in seconds; null where there is none. */
  static Field<Double> middle(Field<Double> step) {
    return DSL.field("exp(({0} + 0.5) * {1})", Double.class, step, inline(STEP));
  }
}
