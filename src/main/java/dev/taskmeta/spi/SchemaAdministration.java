package dev.taskmeta.spi;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Finding;
import dev.taskmeta.TaskError;
import dev.taskmeta.retention.ProcedureSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes, checks and prints the schema of a store. Every method opens and closes its own means. */
public interface SchemaAdministration {

  /**
   * Brings the schema up to date.
   *
   * @return what was applied, such as {@code V1 create task meta}, in order; empty if nothing
   * @throws dev.taskmeta.SchemaException if it cannot
   */
  List<String> migrate();

  /**
   * Returns the SQL that a database administrator would run by hand instead of {@link #migrate}.
   *
   * @return SQL text; a comment alone if the schema is up to date
   */
  String plan();

  /**
   * Returns the SQL that a database administrator would run by hand to have the schema, four roles
   * and their rights.
   *
   * @param roles what each role is called; all four are given
   * @return SQL text; a comment alone if the store has no roles
   * @throws UnsupportedOperationException if the store prints none
   */
  default String plan(Map<DatabaseRole, String> roles) {
    throw new UnsupportedOperationException("this store prints no grants");
  }

  /**
   * Returns a script that makes the cleanup a procedure of the store and calls it on a schedule.
   *
   * @param schedule what is to call it
   * @param every how often
   * @param longest after how long a run stops, to go on in the next; zero when all is done
   * @param lostTask the error to store for lost tasks
   * @throws dev.taskmeta.ConfigurationException if the store has no procedures or no such schedule
   * @throws UnsupportedOperationException if the store prints none
   */
  default String cleanupScript(
      ProcedureSchedule schedule, Duration every, Duration longest, TaskError lostTask) {
    throw new UnsupportedOperationException("this store prints no procedure");
  }

  /**
   * Looks the store over, and changes nothing; what cannot be reached is a finding too.
   *
   * @return what is wrong, the worst first
   * @throws UnsupportedOperationException if the store cannot
   */
  default List<Finding> diagnose() {
    throw new UnsupportedOperationException("this store has no doctor");
  }

  /**
   * Checks that the schema is there and not older than this version needs.
   *
   * @throws dev.taskmeta.SchemaException if it is missing, old or not ours; names the command
   */
  void validate();

  /**
   * Drops the tables with all that is in them; those that are not there are no trouble. Called for
   * benchmarks alone.
   *
   * @throws UnsupportedOperationException if the store cannot
   */
  default void drop() {
    throw new UnsupportedOperationException("this store drops no tables");
  }
}
