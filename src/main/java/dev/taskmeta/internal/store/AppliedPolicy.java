package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;

import dev.taskmeta.spi.RetentionStore.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/** What a removal must know of a policy that is in force. */
record AppliedPolicy(
    String id,
    String namePattern,
    @Nullable Long keepSeconds,
    @Nullable Integer keepLast,
    boolean archives) {

  static final String ARCHIVE = "archive";

  static final List<Field<?>> COLUMNS =
      List.of(
          RETENTION_POLICY.POLICY_ID,
          RETENTION_POLICY.NAME_PATTERN,
          RETENTION_POLICY.KEEP_SECONDS,
          RETENTION_POLICY.KEEP_LAST,
          RETENTION_POLICY.ACTION);

  /** Reads those in force. */
  static List<AppliedPolicy> all(DSLContext sql) {
    return of(inForce(sql).fetch());
  }

  /** Asks for those in force. */
  static Select<? extends Record> inForce(DSLContext sql) {
    return sql.select(COLUMNS)
        .from(RETENTION_POLICY)
        .where(RETENTION_POLICY.ENABLED)
        .orderBy(RETENTION_POLICY.POLICY_ID);
  }

  /** Reads the answer. */
  static List<AppliedPolicy> of(Result<? extends Record> rows) {
    return rows.map(
        row ->
            new AppliedPolicy(
                String.valueOf(row.get(RETENTION_POLICY.POLICY_ID)),
                Objects.requireNonNull(row.get(RETENTION_POLICY.NAME_PATTERN)),
                row.get(RETENTION_POLICY.KEEP_SECONDS),
                row.get(RETENTION_POLICY.KEEP_LAST),
                ARCHIVE.equals(row.get(RETENTION_POLICY.ACTION))));
  }

  /** What sets the time of tasks that go this way: with the settings, which only delete. */
  static List<String> sources(List<AppliedPolicy> policies, Way way) {
    List<String> sources = new ArrayList<>();
    if (!way.archives()) {
      sources.add(Expiry.FROM_DEFAULT);
      sources.add(Expiry.FROM_STORE);
    }
    policies.stream()
        .filter(policy -> policy.archives == way.archives())
        .forEach(policy -> sources.add(policy.id));
    return sources;
  }

  /** Whether it keeps the last of each name, and lets the others go after a time. */
  boolean keepsLast() {
    return keepLast != null && keepSeconds != null;
  }

  /** Whether its pattern is also for tasks that have no name: nothing but stars matches no text. */
  boolean isForUnnamed() {
    return namePattern.chars().allMatch(character -> character == '*');
  }

  /** What all names it is for begin with. */
  String prefix() {
    int star = namePattern.indexOf('*');
    return star < 0 ? namePattern : namePattern.substring(0, star);
  }
}
