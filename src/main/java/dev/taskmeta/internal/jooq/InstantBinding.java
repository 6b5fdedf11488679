package dev.taskmeta.internal.jooq;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an {@link Instant} in each engine's own type for a time, in UTC and in microseconds.
 *
 * <p>It never goes through {@link java.sql.Timestamp} or the zone of the JVM or of the session:
 * both move the times that fall into the gap of a daylight-saving change. Thread-safe.
 */
public final class InstantBinding implements Binding<OffsetDateTime, Instant> {

  private static final long serialVersionUID = 1;

  private static final DateTimeFormatter DATE_AND_TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd")
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
          .toFormatter();

  /**
   * Returns the time as every engine keeps it: cut to whole microseconds.
   *
   * @throws IllegalArgumentException if the year is not one of 1000 to 9999, which not every engine
   *     can keep
   */
  public static Instant stored(Instant time) {
    Instant cut = time.truncatedTo(ChronoUnit.MICROS);
    int year = cut.atOffset(ZoneOffset.UTC).getYear();
    if (year < 1000 || year > 9999) {
      throw new IllegalArgumentException(
          "The time " + time + " cannot be stored: its year must be one of 1000 to 9999");
    }
    return cut;
  }

  /**
   * Binds a time to a parameter of a plain statement.
   *
   * @param time the time; null binds NULL
   * @throws IllegalArgumentException if the year is not one of 1000 to 9999
   */
  public static void write(
      PreparedStatement statement, int index, @Nullable Instant time, SQLDialect dialect)
      throws SQLException {
    switch (dialect.family()) {
      case POSTGRES -> {
        if (time == null) {
          statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
          statement.setObject(index, stored(time).atOffset(ZoneOffset.UTC));
        }
      }
      // Connector/J takes a MariaDB 10 for a MySQL 5.5 and would cut a LocalDateTime to seconds.
      case MARIADB -> statement.setString(index, time == null ? null : dateAndTime(time));
      case MYSQL -> {
        if (time == null) {
          statement.setNull(index, Types.TIMESTAMP);
        } else {
          statement.setObject(index, LocalDateTime.ofInstant(stored(time), ZoneOffset.UTC));
        }
      }
      case SQLITE -> statement.setString(index, time == null ? null : text(time));
      default -> throw new IllegalArgumentException("No way to keep a time on " + dialect);
    }
  }

  /** Reads a time from a column of a plain result; null if it is NULL. */
  public static @Nullable Instant read(ResultSet result, int index, SQLDialect dialect)
      throws SQLException {
    return switch (dialect.family()) {
      case POSTGRES -> {
        OffsetDateTime time = result.getObject(index, OffsetDateTime.class);
        yield time == null ? null : time.toInstant();
      }
      case MYSQL, MARIADB -> {
        LocalDateTime time = result.getObject(index, LocalDateTime.class);
        yield time == null ? null : time.toInstant(ZoneOffset.UTC);
      }
      case SQLITE -> {
        String time = result.getString(index);
        yield time == null ? null : TimeText.parse(time);
      }
      default -> throw new IllegalArgumentException("No way to keep a time on " + dialect);
    };
  }

  /** Returns the time as SQLite keeps it, {@code 2026-11-22T09:10:23.123456Z}. */
  public static String text(Instant time) {
    return TimeText.format(stored(time));
  }

  /** Returns the time as the other engines show it, {@code 2026-11-22 09:10:23.123456}. */
  private static String dateAndTime(Instant time) {
    return DATE_AND_TIME.format(stored(time).atOffset(ZoneOffset.UTC));
  }

  @Override
  public Converter<OffsetDateTime, Instant> converter() {
    return Converter.ofNullable(
        OffsetDateTime.class,
        Instant.class,
        OffsetDateTime::toInstant,
        time -> stored(time).atOffset(ZoneOffset.UTC));
  }

  @Override
  public void sql(BindingSQLContext<Instant> context) throws SQLException {
    if (context.render().paramType() != ParamType.INLINED) {
      context.render().sql(context.variable());
      return;
    }
    Instant time = context.value();
    if (time == null) {
      context.render().visit(DSL.inline((String) null));
      return;
    }
    switch (context.family()) {
      case POSTGRES -> context.render().sql("timestamptz '" + dateAndTime(time) + "+00'");
      case SQLITE -> context.render().sql("'" + text(time) + "'");
      default -> context.render().sql("timestamp '" + dateAndTime(time) + "'");
    }
  }

  @Override
  public void set(BindingSetStatementContext<Instant> context) throws SQLException {
    write(context.statement(), context.index(), context.value(), context.dialect());
  }

  @Override
  public void get(BindingGetResultSetContext<Instant> context) throws SQLException {
    context.value(read(context.resultSet(), context.index(), context.dialect()));
  }

  @Override
  public void register(BindingRegisterContext<Instant> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No procedure is called with a time");
  }

  @Override
  public void get(BindingGetStatementContext<Instant> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No procedure returns a time");
  }

  @Override
  public void set(BindingSetSQLOutputContext<Instant> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No user-defined type carries a time");
  }

  @Override
  public void get(BindingGetSQLInputContext<Instant> context) throws SQLException {
    throw new SQLFeatureNotSupportedException("No user-defined type carries a time");
  }
}
