package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A connection that keeps an old snapshot would not see what others store. */
final class IsolationCheck implements Check {

  static final String NAME = "isolation";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    boolean settable = examination.engine().hasSchemas();
    int level = examination.connection().getTransactionIsolation();
    if (!settable
        || level == Connection.TRANSACTION_READ_COMMITTED
        || level == Connection.TRANSACTION_READ_UNCOMMITTED) {
      return List.of();
    }
    String name = level == Connection.TRANSACTION_SERIALIZABLE ? "serializable" : "repeatable read";
    return List.of(
        Finding.warning(
            NAME,
            "connection",
            "transactions are "
                + name
                + " by default: stores that meet fail more often and are repeated, and within a"
                + " transaction nobody sees what others store meanwhile; read committed is right",
            remedy(examination)));
  }

  private static String remedy(Examination examination) throws SQLException {
    return switch (examination.engine()) {
      case POSTGRESQL -> postgresql(examination.queries());
      case MYSQL -> "set persist transaction_isolation = 'READ-COMMITTED';";
      case MARIADB ->
          "set global tx_isolation = 'READ-COMMITTED';\n"
              + "-- and transaction-isolation = READ-COMMITTED in the server's configuration";
      case SQLITE -> "";
    };
  }

  /** It may be set for the role, the database or the server; what is set for the role wins. */
  private static String postgresql(Queries queries) throws SQLException {
    String set = " set default_transaction_isolation = 'read committed';";
    boolean ofDatabase =
        queries
            .first(
                "select 1 from pg_catalog.pg_db_role_setting s where s.setrole = 0"
                    + " and s.setdatabase = (select oid from pg_catalog.pg_database"
                    + " where datname = current_database())"
                    + " and array_to_string(s.setconfig, ',') like '%default_transaction_isolation%'")
            .isPresent();
    return queries
        .first(
            ofDatabase
                ? "select 'alter database ' || quote_ident(current_database())"
                : "select 'alter role ' || quote_ident(current_user)")
        .map(alter -> alter + set)
        .orElse("");
  }
}
