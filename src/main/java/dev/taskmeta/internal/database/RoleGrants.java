package dev.taskmeta.internal.database;

import dev.taskmeta.DatabaseRole;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that makes four roles and gives each the rights that it needs; may be run again. Roles
 * log nobody in: users are made members.
 */
final class RoleGrants {

  private final Engine engine;
  private final SqlNames names;
  private final Map<DatabaseRole, String> roles;
  private final @Nullable String schema;

  /**
   * Makes the writer.
   *
   * @param roles what each role is called
   * @param schema the schema of the tables; null where there are none
   */
  RoleGrants(
      Engine engine, SqlNames names, Map<DatabaseRole, String> roles, @Nullable String schema) {
    this.engine = engine;
    this.names = names;
    this.roles = roles;
    this.schema = schema;
  }

  /**
   * What comes before the tables: the roles, and what is there already handed to its owner.
   *
   * @param tables the tables and views that are there
   */
  String before(List<String> tables) {
    StringBuilder sql = new StringBuilder("-- the roles\n");
    for (DatabaseRole role : DatabaseRole.values()) {
      sql.append(create(quoted(role)));
    }
    if (engine == Engine.POSTGRESQL) {
      sql.append(
          "grant usage, create on schema %s to %s;%n"
              .formatted(place(), quoted(DatabaseRole.OWNER)));
      sql.append(
          "grant usage on schema %s to %s, %s, %s;%n"
              .formatted(
                  place(),
                  quoted(DatabaseRole.APPLICATION),
                  quoted(DatabaseRole.MAINTENANCE),
                  quoted(DatabaseRole.REPORTING)));
      for (String table : tables) {
        String kind = names.views().contains(table) ? "view" : "table";
        sql.append(
            "alter %s %s owner to %s;%n".formatted(kind, on(table), quoted(DatabaseRole.OWNER)));
      }
    }
    return sql.append('\n').toString();
  }

  /**
   * What stands around the statements that make the tables: they are to belong to the owner.
   *
   * @param within whether a transaction is open
   */
  String asOwner(String statements, boolean within) {
    return engine == Engine.POSTGRESQL && !statements.isEmpty()
        ? "set %srole %s;%n%n%s%nreset role;%n"
            .formatted(within ? "local " : "", quoted(DatabaseRole.OWNER), statements)
        : statements;
  }

  /** What comes after the tables: who may do what. */
  String after() {
    StringBuilder sql = new StringBuilder();
    for (DatabaseRole role : DatabaseRole.values()) {
      sql.append("\n-- ").append(role).append(": ").append(purpose(role)).append('\n');
      if (role != DatabaseRole.OWNER) {
        sql.append(grants(role));
      } else if (engine != Engine.POSTGRESQL) {
        sql.append(ownerOfDatabase());
      } else {
        sql.append(
            "-- it owns the tables and needs no grants, but for those that maintenance owns\n");
        sql.append(
            "grant %s to %s;%n"
                .formatted(quoted(DatabaseRole.MAINTENANCE), quoted(DatabaseRole.OWNER)));
      }
      if (role == DatabaseRole.MAINTENANCE) {
        sql.append(partitions());
      }
    }
    return sql.append('\n').append(hints()).toString();
  }

  private static String purpose(DatabaseRole role) {
    return switch (role) {
      case OWNER -> "makes and changes the tables (schema_mode=migrate, taskmeta migrate)";
      case APPLICATION -> "stores, reads and cleans up (schema_mode=validate)";
      case MAINTENANCE -> "cleans up with the rights for partitions (maintenance_backend)";
      case REPORTING -> "reads the views, and nothing else (reporting_backend)";
    };
  }

  private String create(String role) {
    return engine == Engine.POSTGRESQL
        ? "do $$ begin create role %s nologin; exception when duplicate_object then null; end $$;%n"
                .formatted(role)
            // To hand a table over one must be a member; a superuser is not hurt by it.
            + "grant %s to current_user;%n".formatted(role)
        : "create role if not exists %s;%n".formatted(role);
  }

  private String grants(DatabaseRole role) {
    StringBuilder sql = new StringBuilder();
    Rights.byPrivileges(role, names)
        .forEach(
            (privileges, tables) ->
                together(tables)
                    .forEach(
                        on ->
                            sql.append(
                                "grant %s on %s to %s;%n"
                                    .formatted(privileges, on, quoted(role)))));
    return sql.toString();
  }

  /** Only PostgreSQL takes several tables in one grant. */
  private List<String> together(List<String> tables) {
    List<String> qualified = tables.stream().map(this::on).toList();
    return engine == Engine.POSTGRESQL ? List.of(String.join(", ", qualified)) : qualified;
  }

  /** Who makes and drops partitions must own the table, or have DDL rights on it. */
  private String partitions() {
    String archive = names.named("task_archive");
    String maintenance = quoted(DatabaseRole.MAINTENANCE);
    if (engine != Engine.POSTGRESQL) {
      String database = engine.quoted(String.valueOf(schema).replace("_", "\\_"));
      StringBuilder sql = new StringBuilder();
      Rights.ofMonths(names)
          .forEach(
              (table, privileges) ->
                  sql.append(
                      "grant %s on %s to %s;%n"
                          .formatted(String.join(", ", privileges), on(table), maintenance)));
      return sql
          + "grant lock tables on %s.* to %s;%n".formatted(database, maintenance)
          + "grant create routine, alter routine, execute, event on %s.* to %s;%n"
              .formatted(database, maintenance);
    }
    return """
        grant create on schema %1$s to %2$s;
        alter table %3$s owner to %2$s;
        do $$ declare month regclass; begin
          for month in select inhrelid::regclass from pg_catalog.pg_inherits where inhparent = '%3$s'::regclass loop
            execute format('alter table %%s owner to %2$s', month);
          end loop;
        end $$;
        """
        .formatted(place(), maintenance, on(archive));
  }

  /** Who may make a table must have the right to for the database: tables have no owner here. */
  private String ownerOfDatabase() {
    // In a grant for a database _ stands for any character.
    String database = engine.quoted(String.valueOf(schema).replace("_", "\\_"));
    return "grant select, insert, update, delete, create, alter, drop, index, references, create view,"
        + " show view, create routine, alter routine, execute, event on %s.* to %s;%n"
            .formatted(database, quoted(DatabaseRole.OWNER));
  }

  private String hints() {
    String application = quoted(DatabaseRole.APPLICATION);
    return switch (engine) {
      case POSTGRESQL ->
          """
          -- Roles log nobody in: make users members, such as
          --   grant %s to app;
          -- Before PostgreSQL 15 everybody may make tables in the schema public; to end that:
          --   revoke create on schema public from public;
          """
              .formatted(application);
      case MYSQL ->
          """
          -- Roles log nobody in: give them to users, and let them hold from the login on, such as
          --   grant %s to 'app'@'%%'; set default role all to 'app'@'%%';
          -- The views read with the rights of the user who has made them: that user must stay.
          """
              .formatted(application);
      case MARIADB ->
          """
          -- Roles log nobody in: give them to users, and let them hold from the login on, such as
          --   grant %1$s to 'app'@'%%'; set default role %1$s for 'app'@'%%';
          -- The views read with the rights of the user who has made them: that user must stay.
          """
              .formatted(application);
      case SQLITE -> "";
    };
  }

  private String quoted(DatabaseRole role) {
    return engine.quoted(roles.get(role));
  }

  private String on(String table) {
    return place() + "." + engine.quoted(table);
  }

  private String place() {
    return engine.quoted(String.valueOf(schema));
  }
}
