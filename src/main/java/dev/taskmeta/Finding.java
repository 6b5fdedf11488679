package dev.taskmeta;

import java.util.Locale;

/**
 * Something that {@link TaskSchema#diagnose} found wrong, or worth a look, in a database.
 *
 * @param severity how bad it is
 * @param check the check that found it, a word such as {@code drift} or {@code clock}
 * @param subject what it is about, such as {@code task_meta.task_id}; never empty
 * @param reason what is wrong, and what comes of it
 * @param remedy the SQL that mends it, or an SQL comment that says what does; empty if there is
 *     nothing to do
 */
public record Finding(
    Severity severity, String check, String subject, String reason, String remedy) {

  /** How bad a finding is. */
  public enum Severity {
    /** Stores, reads, reports or the cleanup fail or go wrong. */
    ERROR,
    /** It works, but not as well or as safely as it should. */
    WARNING,
    /** Worth knowing. */
    INFO;

    /** Returns it as a word in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns an error. */
  public static Finding error(String check, String subject, String reason, String remedy) {
    return new Finding(Severity.ERROR, check, subject, reason, remedy);
  }

  /** Returns a warning. */
  public static Finding warning(String check, String subject, String reason, String remedy) {
    return new Finding(Severity.WARNING, check, subject, reason, remedy);
  }

  /** Returns something worth knowing. */
  public static Finding info(String check, String subject, String reason, String remedy) {
    return new Finding(Severity.INFO, check, subject, reason, remedy);
  }
}
