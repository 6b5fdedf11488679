package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.SchemaException;
import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import dev.taskmeta.internal.database.SchemaCheck;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.spi.ResultStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks a database over and changes nothing. Thread-safe. */
public final class Doctor {

  /** What needs no tables. */
  private static final Map<String, Check> OF_THE_SERVER = new LinkedHashMap<>();

  /** What needs the tables of this version. */
  private static final Map<String, Check> OF_THE_SCHEMA = new LinkedHashMap<>();

  static {
    OF_THE_SERVER.put(IsolationCheck.NAME, new IsolationCheck());
    OF_THE_SERVER.put(ClockCheck.NAME, new ClockCheck());
    OF_THE_SERVER.put(PoolerCheck.NAME, new PoolerCheck());
    OF_THE_SERVER.put(PacketCheck.NAME, new PacketCheck());
    OF_THE_SCHEMA.put(PrivilegeCheck.NAME, new PrivilegeCheck());
    OF_THE_SCHEMA.put(BackendCheck.NAME, new BackendCheck());
    OF_THE_SCHEMA.put(DriftCheck.NAME, new DriftCheck());
    OF_THE_SCHEMA.put(VacuumCheck.NAME, new VacuumCheck());
    OF_THE_SCHEMA.put(SizeCheck.NAME, new SizeCheck());
    OF_THE_SCHEMA.put(ExpiryCheck.NAME, new ExpiryCheck());
    OF_THE_SCHEMA.put(CleanupCheck.NAME, new CleanupCheck());
    OF_THE_SCHEMA.put(PartitionCheck.NAME, new PartitionCheck());
    OF_THE_SCHEMA.put(EventCheck.NAME, new EventCheck());
    OF_THE_SCHEMA.put(ProcedureCheck.NAME, new ProcedureCheck());
  }

  private final SchemaTarget target;
  private final ResultStore store;
  private final Settings settings;
  private final Clock clock;

  /**
   * Makes a doctor.
   *
   * @param store the store of the schema, which may have one more connection
   * @param settings what the application is configured to do
   * @param clock this process's clock, with which the database's is compared
   */
  public Doctor(SchemaTarget target, ResultStore store, Settings settings, Clock clock) {
    this.target = target;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Returns what is wrong, the worst first.
   *
   * @throws SQLException if the database cannot be asked at all
   */
  public List<Finding> findings() throws SQLException {
    SchemaCheck schema = new SchemaCheck(target);
    List<Finding> findings = new ArrayList<>();
    boolean complete = isComplete(schema, findings);
    target.ask(connection -> findings.addAll(all(OF_THE_SERVER, connection)));
    if (complete) {
      Map<String, Check> checks = new LinkedHashMap<>(OF_THE_SCHEMA);
      if (isNewer(schema)) {
        checks.remove(DriftCheck.NAME);
        findings.add(
            Finding.info(
                DriftCheck.NAME,
                target.names().history(),
                "the schema is newer than this version of Taskmeta, which cannot tell what has"
                    + " drifted; run the doctor of the newer one",
                ""));
      }
      target.ask(connection -> findings.addAll(all(checks, connection)));
    }
    findings.sort((left, right) -> left.severity().compareTo(right.severity()));
    return List.copyOf(findings);
  }

  /** Tells whether there is a schema of this version to look at, whatever has become of it. */
  private boolean isComplete(SchemaCheck schema, List<Finding> findings) throws SQLException {
    try {
      if (schema.isUpToDate()) {
        Remedies remedies = new Remedies(target.engine(), target.sqlNames(), List.of());
        schema.lost().forEach(table -> findings.add(remedies.lost(table)));
        return true;
      }
      schema.validate();
      return true;
    } catch (SchemaException e) {
      // A user without rights still learns which.
      boolean denied =
          e.getCause() instanceof SQLException cause && target.engine().isDenied(cause);
      if (!denied) {
        findings.add(
            Finding.error("schema", target.maskedUrl(), e.getMessage(), "-- taskmeta migrate"));
      }
      return denied;
    } catch (SQLException e) {
      if (!target.engine().isDenied(e)) {
        throw e;
      }
      return true;
    }
  }

  private boolean isNewer(SchemaCheck schema) throws SQLException {
    try {
      return schema.isNewer();
    } catch (SQLException e) {
      if (target.engine().isDenied(e)) {
        return false;
      }
      throw e;
    }
  }

  private List<Finding> all(Map<String, Check> checks, Connection connection) {
    Examination examination = new Examination(target, connection, store, settings, clock);
    List<Finding> findings = new ArrayList<>();
    checks.forEach(
        (name, check) -> {
          try {
            findings.addAll(check.findings(examination));
          } catch (SQLException | StoreException e) {
            findings.add(
                Finding.warning(name, target.maskedUrl(), "cannot be checked: " + words(e), ""));
          }
        });
    return findings;
  }

  static String words(Exception failure) {
    return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
  }
}
