package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.SQLException;
import java.util.List;

/** One thing that the doctor looks at. It changes nothing. */
@FunctionalInterface
interface Check {

  /**
   * Returns what is wrong; nothing if all is well, or if the engine knows no such trouble.
   *
   * @throws SQLException if the database does not let it look
   */
  List<Finding> findings(Examination examination) throws SQLException;
}
