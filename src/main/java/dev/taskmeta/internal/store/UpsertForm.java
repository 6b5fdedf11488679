package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import java.sql.SQLException;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** How an engine takes the rows of an upsert, and how one learns which of them it accepted. */
enum UpsertForm {
  /** The rows come as arrays; the ids of those that are accepted are returned. */
  IDS_RETURNED {
    @Override
    int textRows(int rows) {
      return rows == 1 ? 1 : UpsertShape.ARRAYS;
    }
  },
  /** The statement is run for each row; it counts 1 if the row is accepted, else 0. */
  ROW_COUNTED {
    @Override
    int textRows(int rows) {
      return 1;
    }
  },
  /** All ids are returned, with the tokens that their rows bear now. */
  TOKENS_RETURNED {
    @Override
    int textRows(int rows) {
      return padded(rows);
    }

    @Override
    boolean hasWhere() {
      return false;
    }

    @Override
    boolean qualifies() {
      return false;
    }
  },
  /**
   * Nothing tells. So one that fails unless it accepts all is tried first; if it fails, the rows of
   * one that does not are asked for their tokens before the commit.
   */
  TOKENS_ASKED_FOR {
    @Override
    int textRows(int rows) {
      return padded(rows);
    }

    @Override
    boolean hasWhere() {
      return false;
    }
  };

  static UpsertForm of(SQLDialect dialect) {
    return switch (dialect.family()) {
      case POSTGRES -> IDS_RETURNED;
      case MYSQL -> TOKENS_ASKED_FOR;
      case MARIADB -> TOKENS_RETURNED;
      case SQLITE -> ROW_COUNTED;
      default -> throw new IllegalArgumentException("no upsert for " + dialect);
    };
  }

  /**
   * How many rows the text of an upsert has that stores so many: {@link UpsertShape#ARRAYS} where
   * they come as arrays; 1 where the statement is run for each; else as many or a few more.
   */
  abstract int textRows(int rows);

  /** Whether an upsert takes a condition; else every column is guarded. */
  boolean hasWhere() {
    return true;
  }

  /**
   * Whether an upsert must name the table of the columns that are there already. Where it need not,
   * it should not: the driver of MariaDB keeps no statement prepared that is longer than 8,192
   * characters.
   */
  boolean qualifies() {
    return true;
  }

  /** A number that is too large for its type in every SQL mode, and not to be known beforehand. */
  static Field<Long> failing() {
    return DSL.field("9223372036854775807 + char_length({0})", SQLDataType.BIGINT, TASK_META.STATE);
  }

  /** Whether a statement failed because it came upon {@link #failing}. */
  static boolean isFailing(SQLException failure) {
    return failure.getErrorCode() == 1690;
  }

  /**
   * Some eight sizes between a power of two and the next: few enough for the drivers' caches, and
   * near enough that hardly a row is there for nothing.
   */
  private static int padded(int rows) {
    int step = Math.max(1, Integer.highestOneBit(rows) / 8);
    return (rows + step - 1) / step * step;
  }
}
