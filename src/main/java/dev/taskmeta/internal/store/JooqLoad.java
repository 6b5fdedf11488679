package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Loads jOOQ in a thread of its own while the database is asked: the first of the two takes longer
 * than the second with most databases, and a short-lived process waits for little else.
 */
final class JooqLoad {

  private final Thread thread = new Thread(JooqLoad::render, "taskmeta-load");

  private JooqLoad() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins to load. */
  static JooqLoad begin() {
    return new JooqLoad();
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
  void await() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
