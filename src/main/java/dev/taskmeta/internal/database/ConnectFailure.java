package dev.taskmeta.internal.database;

import dev.taskmeta.BackendUnavailableException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why no connection came about, told in one line, from what four drivers say in their own ways. */
public enum ConnectFailure {
  /** The login is refused. */
  LOGIN(false, "the login is refused; check user and password in the URL"),
  /** There is no such database. */
  NO_DATABASE(false, "there is no such database; create it, or correct its name in the URL"),
  /** The user may not use the database. */
  NOT_ALLOWED(false, "the user has no right to this database; grant it, or name another user"),
  /** TLS cannot be agreed on. */
  TLS(false, "TLS cannot be agreed on; check the certificates and the ssl options of the URL"),
  /** The file is no database. */
  NOT_A_DATABASE(false, "the file is not a SQLite database; name another file"),
  /** The file cannot be opened. */
  NO_FILE(false, "the file cannot be opened; check the path and your rights to it"),
  /** The host's name means nothing. */
  UNKNOWN_HOST(true, "the host's name is unknown; check it in the URL, and the network"),
  /** Nothing listens there. */
  REFUSED(true, "nothing answers there; start the server, or correct host and port in the URL"),
  /** There was no answer in time. */
  TIMED_OUT(true, "there was no answer in time; check host, port and firewall"),
  /** The server has no connection left. */
  TOO_MANY(true, "it has no connection left; raise its limit, or lower database_pool_size"),
  /** The server starts or stops. */
  STARTING(true, "it is starting or stopping; try again in a moment"),
  /** The pool has none to give. */
  POOL_EMPTY(true, "no connection became free in time; raise database_pool_size, or wait longer"),
  /** The connection was lost or could not be made for another reason. */
  OTHER(true, "no connection could be made");

  private final boolean passing;
  private final String remedy;

  ConnectFailure(boolean passing, String remedy) {
    this.passing = passing;
    this.remedy = remedy;
  }

  /** Returns why a connection failed, or nothing if that is not what the exception says. */
  public static Optional<ConnectFailure> of(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ConnectFailure known = cause instanceof SQLException sql ? ofDriver(sql) : ofNetwork(cause);
      if (known != null) {
        return Optional.of(known);
      }
      if (cause.getCause() == cause) {
        break;
      }
    }
    if (!String.valueOf(failure.getSQLState()).startsWith("08")) {
      return Optional.empty();
    }
    // pgjdbc's own timer leaves no trace but its words.
    boolean late = String.valueOf(failure.getMessage()).contains("timed out");
    return Optional.of(late ? TIMED_OUT : OTHER);
  }

  /** Returns the exception that says so of a place; the place holds no password. */
  public BackendUnavailableException at(String place, SQLException failure) {
    String detail = this == OTHER ? " (" + firstLine(failure.getMessage()) + ")" : "";
    return new BackendUnavailableException(place + ": " + remedy + detail + ".", passing, failure);
  }

  private static @Nullable ConnectFailure ofNetwork(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return UNKNOWN_HOST;
    }
    if (cause instanceof SocketTimeoutException) {
      return TIMED_OUT;
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      boolean late = String.valueOf(cause.getMessage()).contains("timed out");
      return late ? TIMED_OUT : REFUSED;
    }
    return cause instanceof SSLException ? TLS : null;
  }

  private static @Nullable ConnectFailure ofDriver(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof SQLTransientConnectionException && failure.getCause() == null) {
      return message.contains("Connection is not available") ? POOL_EMPTY : null;
    }
    if (message.startsWith("[SQLITE_")) {
      return ofSqlite(message);
    }
    ConnectFailure byCode = ofMysql(failure.getErrorCode());
    if (byCode != null) {
      return byCode;
    }
    return switch (String.valueOf(failure.getSQLState())) {
      case "28P01", "28000" -> LOGIN;
      case "3D000" -> NO_DATABASE;
      case "42501" -> NOT_ALLOWED;
      case "53300" -> TOO_MANY;
      case "57P01", "57P02", "57P03" -> STARTING;
      default -> null;
    };
  }

  private static @Nullable ConnectFailure ofMysql(int code) {
    return switch (code) {
      case 1045, 1698, 1130, 1862, 1820 -> LOGIN;
      case 1044 -> NOT_ALLOWED;
      case 1049 -> NO_DATABASE;
      case 1040, 1203, 1226 -> TOO_MANY;
      case 1053 -> STARTING;
      default -> null;
    };
  }

  private static @Nullable ConnectFailure ofSqlite(String message) {
    if (message.startsWith("[SQLITE_NOTADB]")) {
      return NOT_A_DATABASE;
    }
    boolean cannot = message.startsWith("[SQLITE_CANTOPEN") || message.startsWith("[SQLITE_PERM]");
    return cannot ? NO_FILE : null;
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).strip().split("\\R", 2)[0];
  }
}
