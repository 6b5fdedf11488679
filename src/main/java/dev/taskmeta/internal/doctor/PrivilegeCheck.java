package dev.taskmeta.internal.doctor;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Finding;
import java.sql.SQLException;
import java.util.List;

/** What the application's user may not do. */
final class PrivilegeCheck implements Check {

  static final String NAME = "privileges";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    return new RightsProbe(examination, "this user").findings(DatabaseRole.APPLICATION);
  }
}
