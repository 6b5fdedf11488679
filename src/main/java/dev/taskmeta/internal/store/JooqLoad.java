package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Loads jOOQ, once, in a thread of its own beside the connecting: it takes longer than most
 * databases take to answer. Thread-safe.
 */
final class JooqLoad {

  private static final Thread THREAD = new Thread(JooqLoad::render, "taskmeta-load");

  static {
    THREAD.setDaemon(true);
    THREAD.start();
  }

  private JooqLoad() {}

  /** Begins, if it has not begun yet. */
  static void begin() {
    // The initialisation of this class has done it.
  }

  /** Loads what a statement takes, by making one. */
  private static void render() {
    DSL.using(SQLDialect.DEFAULT)
        .select(TASK_META.TASK_ID)
        .from(TASK_META)
        .where(TASK_META.TASK_ID.eq(""))
        .getSQL();
  }

  /**
   * Waits until all is loaded. Two threads that load jOOQ's classes in different orders could wait
   * for each other for ever.
   */
  static void await() {
    boolean interrupted = false;
    while (THREAD.isAlive()) {
      try {
        THREAD.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
