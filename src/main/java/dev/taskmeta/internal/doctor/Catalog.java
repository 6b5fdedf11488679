package dev.taskmeta.internal.doctor;

import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's catalog. What it says is made the same for all versions of an engine, and for
 * all names of tables and schemas.
 */
public abstract class Catalog {

  private final Connection connection;
  private final SqlNames names;

  Catalog(Connection connection, SqlNames names) {
    this.connection = connection;
    this.names = names;
  }

  /** Returns the reader for an engine. */
  static Catalog of(Connection connection, Engine engine, SqlNames names) throws SQLException {
    return switch (engine) {
      case POSTGRESQL -> new PostgresqlCatalog(connection, names);
      case MYSQL -> new MysqlCatalog(connection, names, false);
      case MARIADB -> new MysqlCatalog(connection, names, true);
      case SQLITE -> new SqliteCatalog(connection, names);
    };
  }

  /** Returns what a server says of an installation, a line per fact. */
  public static List<String> lines(Connection connection, Engine engine, SqlNames names)
      throws SQLException {
    return of(connection, engine, names).facts().stream().map(SchemaFact::line).toList();
  }

  /** Returns all facts of the tables and views that are there. */
  final List<SchemaFact> facts() throws SQLException {
    List<SchemaFact> facts = new ArrayList<>();
    for (String table : names.tables()) {
      facts.addAll(table(table));
    }
    for (String view : names.views()) {
      facts.addAll(view(view));
    }
    return facts;
  }

  /** Returns the facts of a table; none if it is not there. */
  abstract List<SchemaFact> table(String table) throws SQLException;

  /** Returns the facts of a view; none if it is not there. */
  abstract List<SchemaFact> view(String view) throws SQLException;

  /** The schema that is set; null for the connection's own. */
  final @Nullable String schema() {
    return names.schema();
  }

  /** What finds one of our tables or views, or the schema, before a column or a table. */
  final Pattern qualifier(String quote, @Nullable String schema) {
    String names =
        Stream.of(
                this.names.tables().stream(),
                this.names.views().stream(),
                Stream.ofNullable(schema))
            .flatMap(each -> each)
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile("(?<![\\w.])%1$s?(?:%2$s)%1$s?\\.(?=[\\w%1$s])".formatted(quote, names));
  }

  /** Asks with parameters, all of them texts. */
  final <T> List<T> ask(String query, Queries.Row<T> read, @Nullable String... parameters)
      throws SQLException {
    return new Queries(connection).rows(query, read, parameters);
  }

  @SafeVarargs
  static List<SchemaFact> all(List<SchemaFact>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }
}
