package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;

import dev.taskmeta.spi.RetentionStore.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What a removal must know of a policy that is in force. */
record AppliedPolicy(
    String id,
    String namePattern,
    @Nullable Long keepSeconds,
    @Nullable Integer keepLast,
    boolean archives) {

  static final String ARCHIVE = "archive";

  /** Reads those in force; in each batch anew, so that none acts on what has been taken back. */
  static List<AppliedPolicy> all(DSLContext sql) {
    return sql.select(
            RETENTION_POLICY.POLICY_ID,
            RETENTION_POLICY.NAME_PATTERN,
            RETENTION_POLICY.KEEP_SECONDS,
            RETENTION_POLICY.KEEP_LAST,
            RETENTION_POLICY.ACTION)
        .from(RETENTION_POLICY)
        .where(RETENTION_POLICY.ENABLED)
        .orderBy(RETENTION_POLICY.POLICY_ID)
        .fetch(
            row ->
                new AppliedPolicy(
                    String.valueOf(row.value1()),
                    Objects.requireNonNull(row.value2()),
                    row.value3(),
                    row.value4(),
                    ARCHIVE.equals(row.value5())));
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
