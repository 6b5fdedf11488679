package dev.taskmeta.internal;

import static dev.taskmeta.internal.jooq.tables.GroupMetaTable.GROUP_META;
import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;
import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lengths that are checked are those of the columns. */
class LimitsTest {

  @ParameterizedTest
  @EnumSource
  void aLimitIsTheLengthOfItsColumn(Limits limit) {
    Table<?> table =
        Stream.of(TASK_META, RETENTION_POLICY, TASK_HOLD)
            .filter(each -> each.field(limit.field()) != null)
            .findFirst()
            .orElseThrow();
    assertThat(limit.codePoints()).isEqualTo(length(table, limit));
  }

  @ParameterizedTest
  @EnumSource(names = {"GROUP_ID", "PARENT_ID"})
  void theSameHoldsForGroups(Limits limit) {
    assertThat(limit.codePoints()).isEqualTo(length(GROUP_META, limit));
  }

  private static int length(Table<?> table, Limits limit) {
    Field<?> column = table.field(limit.field());
    assertThat(column).as("column %s", limit.field()).isNotNull();
    return column.getDataType().length();
  }
}
