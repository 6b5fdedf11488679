package dev.taskmeta.internal.database;

/** The SQL for the history table and its rows, as Flyway writes them. */
final class HistoryTable {

  private static final String POSTGRESQL =
      """
      create table "%1$s" (
        "installed_rank" int not null,
        "version" varchar(50),
        "description" varchar(200) not null,
        "type" varchar(20) not null,
        "script" varchar(1000) not null,
        "checksum" integer,
        "installed_by" varchar(100) not null,
        "installed_on" timestamp not null default now(),
        "execution_time" integer not null,
        "success" boolean not null
      );
      alter table "%1$s" add constraint "%1$s_pk" primary key ("installed_rank");
      create index "%1$s_s_idx" on "%1$s" ("success");
      """;

  private static final String MYSQL =
      """
      create table `%1$s` (
        `installed_rank` int not null,
        `version` varchar(50),
        `description` varchar(200) not null,
        `type` varchar(20) not null,
        `script` varchar(1000) not null,
        `checksum` int,
        `installed_by` varchar(100) not null,
        `installed_on` timestamp not null default current_timestamp,
        `execution_time` int not null,
        `success` bool not null,
        constraint `%1$s_pk` primary key (`installed_rank`)
      ) engine = InnoDB;
      create index `%1$s_s_idx` on `%1$s` (`success`);
      """;

  private static final String SQLITE =
      """
      create table "%1$s" (
        "installed_rank" int not null primary key,
        "version" varchar(50),
        "description" varchar(200) not null,
        "type" varchar(20) not null,
        "script" varchar(1000) not null,
        "checksum" int,
        "installed_by" varchar(100) not null,
        "installed_on" text not null default (strftime('%%Y-%%m-%%d %%H:%%M:%%f','now')),
        "execution_time" int not null,
        "success" boolean not null
      );
      create index "%1$s_s_idx" on "%1$s" ("success");
      """;

  /** What Flyway calls the row of what was there before. */
  private static final String BASELINE = "<< Flyway Baseline >>";

  private final Engine engine;
  private final String name;
  private final String qualified;

  HistoryTable(Engine engine, SqlNames names) {
    this.engine = engine;
    this.name = names.history();
    this.qualified = names.qualified(name);
  }

  String create() {
    return switch (engine) {
      case POSTGRESQL -> POSTGRESQL.formatted(name);
      case MYSQL, MARIADB -> MYSQL.formatted(name);
      case SQLITE -> SQLITE.formatted(name);
    };
  }

  String baselineRow(int rank) {
    return row(rank, "0", BASELINE, "BASELINE", BASELINE, "null");
  }

  String row(int rank, MigrationScript script) {
    return row(
        rank,
        Integer.toString(script.version()),
        script.description(),
        "SQL",
        script.fileName(),
        Integer.toString(script.checksum(engine)));
  }

  private String row(
      int rank, String version, String description, String type, String script, String checksum) {
    String columns =
        String.join(
            ", ",
            engine.quoted("installed_rank"),
            engine.quoted("version"),
            engine.quoted("description"),
            engine.quoted("type"),
            engine.quoted("script"),
            engine.quoted("checksum"),
            engine.quoted("installed_by"),
            engine.quoted("execution_time"),
            engine.quoted("success"));
    return "insert into %s (%s)\nvalues (%d, '%s', '%s', '%s', '%s', %s, %s, 0, %s);\n"
        .formatted(
            qualified,
            columns,
            rank,
            version,
            description,
            type,
            script,
            checksum,
            user(),
            engine == Engine.SQLITE ? "1" : "true");
  }

  private String user() {
    return switch (engine) {
      case POSTGRESQL -> "current_user";
      case MYSQL, MARIADB -> "left(user(), 100)";
      case SQLITE -> "''";
    };
  }
}
