package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.spi.ArchiveStore;
import dev.taskmeta.spi.ArchiveStore.Ready;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether what is archived this month and the next has a place, where anything is archived. Goes by
 * what the cleanup goes by: the ends of the partitions, whatever they are called.
 */
final class PartitionCheck implements Check {

  static final String NAME = "partitions";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    Optional<ArchiveStore> archive = examination.store().archive().filter(ArchiveStore::inMonths);
    if (archive.isEmpty() || !isArchived(examination)) {
      return List.of();
    }
    String table = examination.names().named("task_archive");
    Ready ready = archive.get().ready(1);
    List<Finding> findings = new ArrayList<>();
    if (!ready.isReady()) {
      findings.add(
          Finding.error(
              NAME,
              table,
              "it has no partition for what is archived now: nothing can be archived, and what a policy archives stays where it is",
              script(ready)));
    } else if (!ready.missing().isEmpty()) {
      findings.add(
          Finding.warning(
              NAME,
              table,
              "it has a place only for what is archived before %s, and nothing can be archived from then on; the cleanup makes months where it may (maintenance_backend)"
                  .formatted(ready.until()),
              script(ready)));
    }
    return findings;
  }

  /** What the cleanup itself would run. */
  private static String script(Ready ready) {
    return ready.sql().stream().map(sql -> sql + ";").collect(Collectors.joining("\n"));
  }

  private static boolean isArchived(Examination examination) throws SQLException {
    Optional<String> policy =
        examination
            .queries()
            .first(
                "select 1 from %s where action = 'archive' and enabled limit 1"
                    .formatted(examination.table(examination.names().named("retention_policy"))));
    return policy.isPresent();
  }
}
