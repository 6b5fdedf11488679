package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * What the engines say differently: the one place that is asked, but for {@link UpsertForm}. Times
 * are the database's own, of the moment of the statement and not of its transaction.
 */
enum Syntax {
  POSTGRESQL {
    @Override
    Field<Instant> now() {
      return time("clock_timestamp()");
    }

    @Override
    Field<Instant> later(Field<Instant> time, Field<Long> micros) {
      return time("({0} + {1} * interval '1 microsecond')", time, micros);
    }

    @Override
    Field<Instant> latest(Field<Instant> one, Field<Instant> other) {
      return time("greatest({0}, {1})", one, other);
    }

    @Override
    Field<String> day(Field<Instant> time) {
      return DSL.field("(({0} at time zone 'UTC')::date)::text", String.class, time);
    }

    @Override
    Field<Double> real(Field<?> number) {
      return DSL.field("{0}::double precision", Double.class, number);
    }

    @Override
    Field<Long> wholeSeconds(Field<Instant> from, Field<Instant> to) {
      return DSL.field("floor(extract(epoch from {1} - {0}))", Long.class, from, to);
    }

    @Override
    Field<Double> seconds(Field<Instant> from, Field<Instant> to) {
      // Not extract(): it makes a decimal number, which takes several times as long.
      return DSL.field("date_part('epoch', {1} - {0})", Double.class, from, to);
    }

    @Override
    Field<Instant> momentary() {
      // A volatile function is no condition for an index; a sub-select is asked once.
      return time("(select clock_timestamp())");
    }

    @Override
    Field<Long> size(Field<?> value) {
      // As it is stored, compressed or not: nothing is read for it.
      return DSL.field("pg_column_size({0})", Long.class, value);
    }

    @Override
    boolean lacksPartition(SQLException failure) {
      return "23514".equals(failure.getSQLState())
          && String.valueOf(failure.getMessage()).contains("partition");
    }

    @Override
    Field<LocalDate> date(Field<Instant> time) {
      return DSL.field("({0} at time zone 'UTC')::date", LocalDate.class, time);
    }

    @Override
    Field<Long> micros(Field<Instant> from, Field<Instant> to) {
      return DSL.field("(extract(epoch from {1} - {0}) * 1000000)::bigint", Long.class, from, to);
    }

    @Override
    boolean takesArrays() {
      return true;
    }

    @Override
    boolean changesInOneStatement() {
      return true;
    }

    @Override
    Optional<String> removing() {
      // It takes a range between two times that it does not know for a two-hundredth of the table,
      // and would read and sort the whole range for each batch. And who removes need not wait for
      // the disk, beside all who store: what a crash brings back is removed once more.
      return Optional.of("set local enable_sort = off; set local synchronous_commit = off");
    }

    @Override
    Optional<ArchivePartitions> archivePartitions() {
      return Optional.of(new PostgresPartitions());
    }
  },
  MYSQL {
    @Override
    Field<Instant> now() {
      return time("utc_timestamp(6)");
    }

    @Override
    Field<Instant> later(Field<Instant> time, Field<Long> micros) {
      return time("date_add({0}, interval {1} microsecond)", time, micros);
    }

    @Override
    Field<Instant> latest(Field<Instant> one, Field<Instant> other) {
      return time("greatest({0}, {1})", one, other);
    }

    @Override
    Field<String> day(Field<Instant> time) {
      return DSL.field("cast(date({0}) as char(10))", String.class, time);
    }

    @Override
    Field<Double> real(Field<?> number) {
      return DSL.field("({0} * 1e0)", Double.class, number);
    }

    @Override
    Field<Long> wholeSeconds(Field<Instant> from, Field<Instant> to) {
      return DSL.field("timestampdiff(second, {0}, {1})", Long.class, from, to);
    }

    @Override
    Field<Double> seconds(Field<Instant> from, Field<Instant> to) {
      return DSL.field("(timestampdiff(microsecond, {0}, {1}) / 1e6)", Double.class, from, to);
    }

    @Override
    Field<LocalDate> date(Field<Instant> time) {
      return DSL.field("date({0})", LocalDate.class, time);
    }

    @Override
    Field<Long> micros(Field<Instant> from, Field<Instant> to) {
      return DSL.field("timestampdiff(microsecond, {0}, {1})", Long.class, from, to);
    }

    @Override
    String updateFrom() {
      return "update {0} inner join {1} on {2} set {3}";
    }

    @Override
    Condition matches(Field<String> field, String glob) {
      // MariaDB turns a LIKE on an index into a range that ends at U+FFFF and so leaves out names
      // with code points beyond; hence a range of our own, and a LIKE that no index knows of.
      Field<String> text = DSL.concat(field, DSL.inline(""));
      Condition like = super.matches(text, glob);
      String prefix = glob.substring(0, glob.indexOf('*'));
      return prefix.isEmpty() ? like : field.ge(prefix).and(before(field, prefix)).and(like);
    }

    /** Whether a text comes before all that are greater than those that begin with a prefix. */
    private Condition before(Field<String> field, String prefix) {
      int last = prefix.codePointBefore(prefix.length());
      if (last == Character.MAX_CODE_POINT) {
        return DSL.noCondition();
      }
      String begin = prefix.substring(0, prefix.length() - Character.charCount(last));
      int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
      return field.lt(begin + Character.toString(next));
    }

    @Override
    boolean lacksPartition(SQLException failure) {
      return failure.getErrorCode() == 1526;
    }

    @Override
    String roomHint() {
      return "/*+ set_var(tmp_table_size = " + ROOM + ") */";
    }

    @Override
    ResultQuery<Record> withRoom(DSLContext sql, Select<Record> report) {
      // A comment to MySQL, which has the hint.
      return sql.resultQuery(
              "/*M!100102 set statement tmp_memory_table_size = "
                  + ROOM
                  + ", max_heap_table_size = "
                  + ROOM
                  + " for */ {0}",
              report)
          .coerce(report.getSelect());
    }

    @Override
    boolean deleteHasLimit() {
      return true;
    }

    @Override
    Optional<ArchivePartitions> archivePartitions() {
      return Optional.of(new MysqlPartitions());
    }
  },
  SQLITE {
    private static final String FORMAT = "'%Y-%m-%dT%H:%M:%f000Z'";

    @Override
    Field<Instant> now() {
      return time("strftime(" + FORMAT + ", 'now')");
    }

    @Override
    Field<Instant> later(Field<Instant> time, Field<Long> micros) {
      return time("strftime(" + FORMAT + ", {0}, ({1} / 1000000.0) || ' seconds')", time, micros);
    }

    @Override
    Field<Instant> latest(Field<Instant> one, Field<Instant> other) {
      return time("max({0}, {1})", one, other);
    }

    @Override
    Field<String> day(Field<Instant> time) {
      return DSL.field("substr({0}, 1, 10)", String.class, time);
    }

    @Override
    Field<Double> real(Field<?> number) {
      return DSL.field("cast({0} as real)", Double.class, number);
    }

    @Override
    Field<Long> wholeSeconds(Field<Instant> from, Field<Instant> to) {
      return DSL.field(
          "(strftime('%s', substr({1}, 1, 19)) - strftime('%s', substr({0}, 1, 19)))",
          Long.class, from, to);
    }

    @Override
    Field<Double> seconds(Field<Instant> from, Field<Instant> to) {
      return DSL.field(
          "({2} + (substr({1}, 21, 6) - substr({0}, 21, 6)) / 1000000.0)",
          Double.class, from, to, wholeSeconds(from, to));
    }

    @Override
    Field<LocalDate> date(Field<Instant> time) {
      return DSL.field("substr({0}, 1, 10)", LocalDate.class, time);
    }

    @Override
    Field<Long> micros(Field<Instant> from, Field<Instant> to) {
      return DSL.field(
          "({2} * 1000000 + substr({1}, 21, 6) - substr({0}, 21, 6))",
          Long.class, from, to, wholeSeconds(from, to));
    }

    @Override
    Condition matches(Field<String> text, Field<String> pattern) {
      return DSL.condition("{0} glob replace(replace({1}, '[', '[[]'), '?', '[?]')", text, pattern);
    }

    @Override
    boolean locksRows() {
      return false;
    }

    @Override
    int parallelWrites() {
      return 1;
    }

    @Override
    Condition matches(Field<String> field, String glob) {
      // LIKE ignores case here; GLOB does not, but knows more wildcards than our one.
      String literal = glob.replace("[", "[[]").replace("?", "[?]");
      return DSL.condition("{0} glob {1}", field, DSL.val(literal));
    }
  };

  private static final char ESCAPE = '!';

  /** How many bytes a report may count in: beyond 16 MiB two engines go to the disk by default. */
  private static final long ROOM = 256L * 1024 * 1024;

  static Syntax of(SQLDialect dialect) {
    return switch (dialect.family()) {
      case POSTGRES -> POSTGRESQL;
      case MYSQL, MARIADB -> MYSQL;
      case SQLITE -> SQLITE;
      default -> throw new IllegalArgumentException("no SQL for " + dialect);
    };
  }

  /** The time of the statement. */
  abstract Field<Instant> now();

  /** As {@link #now}, but where it is compared with an index. */
  Field<Instant> momentary() {
    return now();
  }

  /** A time so many microseconds later; null if either is. */
  abstract Field<Instant> later(Field<Instant> time, Field<Long> micros);

  /** The later of two times, neither of them null. */
  abstract Field<Instant> latest(Field<Instant> one, Field<Instant> other);

  /** The day of UTC of a time, such as {@code 2026-11-22}. */
  abstract Field<String> day(Field<Instant> time);

  /** A number as one with a floating point: jOOQ's cast makes it a whole one on MySQL. */
  abstract Field<Double> real(Field<?> number);

  /** How many whole seconds lie between two times. */
  abstract Field<Long> wholeSeconds(Field<Instant> from, Field<Instant> to);

  /** How many seconds lie between two times, to the microsecond; null if either is. */
  abstract Field<Double> seconds(Field<Instant> from, Field<Instant> to);

  /** The day of UTC of a time. */
  abstract Field<LocalDate> date(Field<Instant> time);

  /** How many microseconds lie between two times. */
  abstract Field<Long> micros(Field<Instant> from, Field<Instant> to);

  /** Whether a text matches a pattern in another column, as {@link #matches(Field, String)}. */
  Condition matches(Field<String> text, Field<String> pattern) {
    return DSL.condition(
        "{0} like replace(replace(replace(replace({1}, '!', '!!'), '%', '!%'), '_', '!_'), '*', '%')"
            + " escape '!'",
        text, pattern);
  }

  /**
   * How a table ({0}) is updated from another ({1}), where a condition ({2}) holds, by assignments
   * ({3}).
   */
  String updateFrom() {
    return "update {0} set {3} from {1} where {2}";
  }

  /** Whether rows can be locked one by one; else a transaction has the whole database. */
  boolean locksRows() {
    return true;
  }

  /** Whether one statement can lock rows, change them and write what it saw elsewhere. */
  boolean changesInOneStatement() {
    return false;
  }

  /** What prepares a transaction that removes: it finds rows in the order of an index. */
  Optional<String> removing() {
    return Optional.empty();
  }

  /** What a report's statement says to be given room to count in; empty if nothing. */
  String roomHint() {
    return "";
  }

  /** A report's statement that is given room to count in. */
  ResultQuery<Record> withRoom(DSLContext sql, Select<Record> report) {
    return report;
  }

  /** Whether many values can be one parameter, which is one text for any number of them. */
  boolean takesArrays() {
    return false;
  }

  /** How many bytes a value takes; null if it is null. */
  Field<Long> size(Field<?> value) {
    return DSL.field("octet_length({0})", Long.class, value);
  }

  /** Whether a DELETE takes ORDER BY and LIMIT (and refuses LIMIT in a sub-select). */
  boolean deleteHasLimit() {
    return false;
  }

  /** Whether a row was refused because no partition is there for it. */
  boolean lacksPartition(SQLException failure) {
    return false;
  }

  /** The partitions of the archive, where the engine has partitions. */
  Optional<ArchivePartitions> archivePartitions() {
    return Optional.empty();
  }

  /** How many connections storing at once serve throughput best. */
  int parallelWrites() {
    return 2;
  }

  /** Whether a task is one of some. */
  Condition among(List<String> taskIds) {
    return among(TASK_META.TASK_ID, taskIds);
  }

  /** Whether a column is one of some ids. */
  Condition among(Field<String> column, List<String> taskIds) {
    if (taskIds.size() == 1) {
      return column.eq(taskIds.get(0));
    }
    return takesArrays() ? column.eq(DSL.any(taskIds.toArray(String[]::new))) : column.in(taskIds);
  }

  /** Cuts ids into what one statement takes, sorted, so that two statements lock in one order. */
  List<List<String>> chunks(Collection<String> taskIds) {
    if (taskIds.size() == 1) {
      return List.of(List.copyOf(taskIds));
    }
    List<String> ids = taskIds.stream().distinct().sorted().toList();
    int most = takesArrays() ? 10_000 : 1_000;
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += most) {
      chunks.add(ids.subList(from, Math.min(ids.size(), from + most)));
    }
    return chunks;
  }

  /** Whether a text matches a pattern in which {@code *} stands for any text. */
  Condition matches(Field<String> field, String glob) {
    StringBuilder pattern = new StringBuilder();
    for (char unit : glob.toCharArray()) {
      switch (unit) {
        case '*' -> pattern.append('%');
        case '%', '_', ESCAPE -> pattern.append(ESCAPE).append(unit);
        default -> pattern.append(unit);
      }
    }
    return field.like(pattern.toString(), ESCAPE);
  }

  private static Field<Instant> time(String sql, Object... parts) {
    return DSL.field(sql, TASK_META.UPDATED_AT.getDataType(), parts);
  }
}
