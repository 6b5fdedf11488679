package dev.taskmeta.internal.jooq;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.JSON;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;

/**
 * Keeps JSON as the exact text it is: {@code json} on PostgreSQL, checked text elsewhere.
 *
 * <p>jOOQ's own binding would cast to MySQL's JSON type, which rewrites numbers and the order of
 * keys. Thread-safe.
 */
public final class JsonTextBinding implements Binding<JSON, String> {

  private static final long serialVersionUID = 1;

  /** Returns the parameter of a plain statement that takes JSON text. */
  public static String parameter(SQLDialect dialect) {
    return "?" + cast(dialect);
  }

  private static String cast(SQLDialect dialect) {
    return dialect.family() == SQLDialect.POSTGRES ? "::json" : "";
  }

  @Override
  public Converter<JSON, String> converter() {
    return Converter.ofNullable(JSON.class, String.class, JSON::data, JSON::json);
  }

  @Override
  public void sql(BindingSQLContext<String> context) throws SQLException {
    if (context.render().paramType() == ParamType.INLINED) {
      context.render().visit(DSL.inline(context.value()));
    } else {
      context.render().sql(context.variable());
    }
    context.render().sql(cast(context.dialect()));
  }

  @Override
  public void set(BindingSetStatementContext<String> context) throws SQLException {
    context.statement().setString(context.index(), context.value());
  }

  @Override
  public void get(BindingGetResultSetContext<String> context) throws SQLException {
    context.value(context.resultSet().getString(context.index()));
  }

  @Override
  public void register(BindingRegisterContext<String> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No procedure is called with JSON");
  }

  @Override
  public void get(BindingGetStatementContext<String> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No procedure returns JSON");
  }

  @Override
  public void set(BindingSetSQLOutputContext<String> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No user-defined type carries JSON");
  }

  @Override
  public void get(BindingGetSQLInputContext<String> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No user-defined type carries JSON");
  }
}
