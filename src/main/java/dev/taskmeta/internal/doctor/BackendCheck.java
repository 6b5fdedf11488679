package dev.taskmeta.internal.doctor;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.ConfigurationException;
import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Finding;
import dev.taskmeta.Setting;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.DataSources;
import dev.taskmeta.internal.database.DatabaseUrl;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether {@code maintenance_backend} and {@code reporting_backend}, where they are set, can be
 * reached, and whether their users may do what they are for. What they say of their own URLs has no
 * password.
 */
final class BackendCheck implements Check {

  static final String NAME = "backends";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    Optional<String> schema = schema(examination);
    examination
        .settings()
        .maintenanceBackend()
        .ifPresent(
            url ->
                findings.addAll(
                    look(
                        examination,
                        Setting.MAINTENANCE_BACKEND,
                        url,
                        schema,
                        BackendCheck::maintenance)));
    examination
        .settings()
        .reportingBackend()
        .ifPresent(
            url ->
                findings.addAll(
                    look(
                        examination,
                        Setting.REPORTING_BACKEND,
                        url,
                        schema,
                        BackendCheck::reporting)));
    return findings;
  }

  /** The schema in which the application finds the tables; none on what has no schemas. */
  private static Optional<String> schema(Examination examination) throws SQLException {
    if (examination.engine() != Engine.POSTGRESQL) {
      return Optional.empty();
    }
    return examination
        .queries()
        .first("select coalesce(?, current_schema())", examination.names().schema());
  }

  private static List<Finding> maintenance(Examination there) throws SQLException {
    RightsProbe probe = new RightsProbe(there, user(Setting.MAINTENANCE_BACKEND));
    List<Finding> findings = new ArrayList<>(probe.findings(DatabaseRole.MAINTENANCE));
    findings.addAll(new MonthRights(there, probe).findings());
    return findings;
  }

  private static List<Finding> reporting(Examination there) throws SQLException {
    return new RightsProbe(there, user(Setting.REPORTING_BACKEND)).findings(DatabaseRole.REPORTING);
  }

  private static String user(Setting setting) {
    return "the user of " + setting.key();
  }

  private static List<Finding> look(
      Examination examination, Setting setting, String url, Optional<String> schema, Check check) {
    try (ConnectionSource source =
        DataSources.open(DatabaseUrl.parse(url), examination.settings(), false)) {
      Engine engine = engine(source);
      SchemaTarget target =
          new SchemaTarget(
              source.dataSource(), engine, examination.target().names(), source.place());
      return target.ask(
          connection -> {
            Examination there =
                new Examination(
                    target,
                    connection,
                    examination.store(),
                    examination.settings(),
                    examination.clock());
            List<Finding> closed = closed(there, setting, schema);
            if (!closed.isEmpty()) {
              return closed;
            }
            List<Finding> empty = empty(there, setting);
            return empty.isEmpty() ? check.findings(there) : empty;
          });
    } catch (BackendUnavailableException | ConfigurationException e) {
      return List.of(unusable(setting, e));
    } catch (SQLException e) {
      return List.of(unusable(setting, e));
    }
  }

  private static Engine engine(ConnectionSource source) throws SQLException {
    try (Connection connection = source.dataSource().getConnection()) {
      return Server.ask(connection).engine();
    }
  }

  private static Finding unusable(Setting setting, Exception failure) {
    return Finding.error(NAME, setting.key(), "it cannot be used: " + Doctor.words(failure), "");
  }

  /** A wrong database, or a replica that does not follow, has not what the application has. */
  private static List<Finding> empty(Examination there, Setting setting) {
    String needed =
        setting == Setting.REPORTING_BACKEND
            ? there.names().taskView()
            : there.names().tables().get(0);
    try {
      there.queries().first("select 1 from %s where 1 = 0".formatted(there.table(needed)));
      return List.of();
    } catch (SQLException e) {
      return there.engine().isDenied(e) ? List.of() : List.of(unusable(setting, e));
    }
  }

  /** PostgreSQL does not say that a schema is closed, but that the table is not there. */
  private static List<Finding> closed(Examination there, Setting setting, Optional<String> schema)
      throws SQLException {
    if (there.engine() != Engine.POSTGRESQL || schema.isEmpty()) {
      return List.of();
    }
    return there
        .queries()
        .rows(
            "select quote_ident(nspname), quote_ident(current_user) from pg_catalog.pg_namespace"
                + " where nspname = ? and not has_schema_privilege(oid, 'usage')",
            row ->
                Finding.error(
                    PrivilegeCheck.NAME,
                    schema.get(),
                    user(setting) + " may not use the schema, nor what is in it",
                    "grant usage on schema %s to %s;"
                        .formatted(row.getString(1), row.getString(2))),
            schema.get());
  }
}
