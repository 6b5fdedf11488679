package dev.taskmeta;

import java.util.Locale;

/** Who may do what with the tables; {@link TaskSchema#plan(java.util.Map)} prints their grants. */
public enum DatabaseRole {
  /** Owns the tables and changes them: runs the migrations. */
  OWNER,
  /** Stores, reads and cleans up, and changes no table. */
  APPLICATION,
  /** Cleans up, makes and drops the partitions of the archive, and runs the procedure. */
  MAINTENANCE,
  /** Reads the views, and nothing else. */
  REPORTING;

  /** Returns what the role is called unless told otherwise, such as {@code taskmeta_owner}. */
  public String defaultName() {
    return "taskmeta_" + this;
  }

  /** Returns it as a word in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
