package dev.taskmeta.internal.store;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.SchemaException;
import dev.taskmeta.StoreException;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.Engine;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a database's errors into Taskmeta's: which pass by themselves, and what to do. */
final class ErrorTranslator {

  /** Serialization failure, deadlock, shutdown, crash, starting up, too many connections. */
  private static final Set<String> TRANSIENT_STATES =
      Set.of("40001", "40P01", "57P01", "57P02", "57P03", "53300", "55P03", "25006");

  /** Lock wait, deadlock, too many connections, shutdown, and lost connections, by their number. */
  private static final Set<Integer> TRANSIENT_MYSQL =
      Set.of(1205, 1213, 1040, 1053, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 4031, 3101, 1020);

  /** Busy, locked, and a snapshot that has become old. */
  private static final Set<Integer> TRANSIENT_SQLITE = Set.of(5, 6);

  /** A column that is not there. */
  private static final Set<String> COLUMN_STATES = Set.of("42703", "42S22");

  private static final String DENIED =
      "; taskmeta migrate --plan --roles prints which role may do what, and the grants";

  private final Engine engine;
  private final ConnectionSource source;

  /**
   * Makes a translator.
   *
   * @param source where the connections come from, for messages
   */
  ErrorTranslator(Engine engine, ConnectionSource source) {
    this.engine = engine;
    this.source = source;
  }

  StoreException noConnection(String what, @Nullable String taskId, SQLException e) {
    String reason =
        source
            .unavailable(e)
            .map(Throwable::getMessage)
            .orElseGet(() -> "no connection to %s: %s".formatted(source.place(), e.getMessage()));
    boolean passes =
        source.unavailable(e).map(StoreException::isTransient).orElseGet(() -> isTransient(e));
    return new BackendUnavailableException(taskId, what + ": " + reason, passes, e);
  }

  StoreException translate(String what, @Nullable String taskId, SQLException e) {
    String where = source.place();
    String message = e.getMessage() == null ? e.toString() : e.getMessage().strip();
    if (engine.isMissingTable(e) || COLUMN_STATES.contains(String.valueOf(e.getSQLState()))) {
      return new SchemaException(
          "%s: the schema of %s is missing or old (%s); run: taskmeta --backend URL migrate"
              .formatted(what, where, message),
          e);
    }
    String remedy = engine.hasSchemas() && engine.isDenied(e) ? DENIED : "";
    return new StoreException(
        taskId, "%s failed on %s: %s%s".formatted(what, where, message, remedy), isTransient(e), e);
  }

  StoreException unexpected(String what, @Nullable String taskId, RuntimeException e) {
    return new StoreException(
        taskId, "%s failed on %s: %s".formatted(what, source.place(), e), false, e);
  }

  private boolean isTransient(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (e instanceof SQLTransientException || e instanceof SQLRecoverableException) {
      return true;
    }
    if (state.startsWith("08") || TRANSIENT_STATES.contains(state)) {
      return true;
    }
    return switch (engine) {
      case MYSQL, MARIADB -> TRANSIENT_MYSQL.contains(e.getErrorCode());
      case SQLITE -> TRANSIENT_SQLITE.contains(e.getErrorCode() & 0xff);
      default -> false;
    };
  }
}
