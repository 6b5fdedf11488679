package dev.taskmeta.schema;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.jooq.InstantBinding;
import dev.taskmeta.internal.jooq.JsonTextBinding;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jooq.DSLContext;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times and JSON come back as they were stored, and stand in the column as UTC and exact text. */
abstract class BindingContract implements DatabaseTest {

  /** Times as given, and how the column shows them. */
  private static final Map<String, String> TIMES = new LinkedHashMap<>();

  static {
    // 02:30 of these days does not exist in New York, nor in Los Angeles.
    TIMES.put("2024-03-10T02:30:00Z", "2024-03-10 02:30:00.000000");
    TIMES.put("2026-03-08T02:30:00.123456Z", "2026-03-08 02:30:00.123456");
    TIMES.put("2026-03-08T07:30:00Z", "2026-03-08 07:30:00.000000");
    TIMES.put("2026-03-08T10:30:00Z", "2026-03-08 10:30:00.000000");
    // 01:30 of this day is there twice.
    TIMES.put("2026-11-01T05:30:00Z", "2026-11-01 05:30:00.000000");
    TIMES.put("2026-11-01T06:30:00.5Z", "2026-11-01 06:30:00.500000");
    TIMES.put("2026-11-22T09:10:23.123456789Z", "2026-11-22 09:10:23.123456");
    TIMES.put("1969-12-31T23:59:59.999999999Z", "1969-12-31 23:59:59.999999");
    TIMES.put("1582-10-10T12:00:00Z", "1582-10-10 12:00:00.000000");
    TIMES.put("1000-01-01T00:00:00Z", "1000-01-01 00:00:00.000000");
    TIMES.put("9999-12-31T23:59:59.999999Z", "9999-12-31 23:59:59.999999");
  }

  private TestSchema schema;
  private Engine engine;

  @BeforeEach
  void migrate(TestSchema fresh) throws SQLException {
    schema = fresh;
    new DatabaseSchema(Targets.of(schema)).migrate();
    engine = Targets.engine(schema);
  }

  @Test
  void theJvmAndTheSessionHaveZonesThatWouldShowAMistake() throws SQLException {
    assertThat(ZoneId.systemDefault()).isEqualTo(ZoneId.of("America/New_York"));
    if (engine == Engine.MYSQL || engine == Engine.MARIADB) {
      assertThat(Sql.rows(schema, "select @@session.time_zone")).containsExactly("-08:00");
    }
  }

  @Test
  void timesAreUtcInTheColumnAndComeBackThroughJooq() throws SQLException {
    for (StatementType type : StatementType.values()) {
      for (String options : driverOptions()) {
        try (Connection connection = connect(options)) {
          storesAndReads(connection, type);
        }
      }
    }
  }

  @Test
  void timesComeBackThroughPlainJdbc() throws SQLException {
    for (String options : driverOptions()) {
      try (Connection connection = connect(options)) {
        for (String time : TIMES.keySet()) {
          Instant given = Instant.parse(time);
          insertPlain(connection, given);
          assertThat(shown(connection)).as(time + options).isEqualTo(TIMES.get(time));
          assertThat(readPlain(connection, "created_at"))
              .as(time + options)
              .isEqualTo(InstantBinding.stored(given));
          assertThat(readPlain(connection, "finished_at")).isNull();
          clear(connection);
        }
      }
    }
  }

  @Test
  void timesOutsideOfTheYears1000To9999AreRefused() throws SQLException {
    try (Connection connection = schema.connect()) {
      for (String time : List.of("0999-12-31T23:59:59Z", "+10000-01-01T00:00:00Z")) {
        assertThatThrownBy(() -> insertPlain(connection, Instant.parse(time)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(time)
            .hasMessageContaining("1000 to 9999");
      }
    }
  }

  @Test
  void timesCompareWithTimes() throws SQLException {
    try (Connection connection = schema.connect()) {
      Instant time = Instant.parse("2026-03-08T02:30:00.000001Z");
      insertPlain(connection, time);
      DSLContext sql = sql(connection, StatementType.PREPARED_STATEMENT);
      assertThat(sql.fetchCount(TASK_META, TASK_META.CREATED_AT.eq(time))).isOne();
      assertThat(sql.fetchCount(TASK_META, TASK_META.CREATED_AT.gt(time.minusNanos(1000)))).isOne();
      assertThat(sql.fetchCount(TASK_META, TASK_META.CREATED_AT.lt(time))).isZero();
    }
  }

  @Test
  void jsonComesBackAsTheExactTextItWas() throws SQLException {
    List<String> texts =
        List.of(
            "{\"b\":1.0e2,  \"a\":1}",
            "{\"a\":1,\"a\":2}",
            "123456789012345678901234567890.1234567890",
            "\"caf\\u00e9 é 😀 ' \\\\ \\\" ?\"",
            " [ ] ",
            "null");
    for (StatementType type : StatementType.values()) {
      try (Connection connection = schema.connect()) {
        for (String text : texts) {
          DSLContext sql = sql(connection, type);
          String rendered =
              sql.render(
                  sql.insertInto(TASK_META).set(TASK_META.RESULT, text).set(TASK_META.ARGS, text));
          assertThat(rendered).doesNotContain("cast(");
          insertJson(sql, text);
          assertThat(sql.select(TASK_META.RESULT).from(TASK_META).fetchOne(TASK_META.RESULT))
              .isEqualTo(text);
          assertThat(sql.select(TASK_META.ARGS).from(TASK_META).fetchOne(TASK_META.ARGS)).isNull();
          clear(connection);
        }
      }
    }
  }

  @Test
  void jsonIsBoundThroughPlainJdbc() throws SQLException {
    try (Connection connection = schema.connect()) {
      insertPlain(connection, Instant.EPOCH);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "update task_meta set result = " + JsonTextBinding.parameter(engine.dialect()))) {
        statement.setString(1, "{\"z\": 1.50}");
        statement.executeUpdate();
      }
      assertThat(Sql.rows(connection, "select result from task_meta"))
          .containsExactly("{\"z\": 1.50}");
    }
  }

  @Test
  void textThatIsNotJsonIsRefusedByTheDatabase() throws SQLException {
    try (Connection connection = schema.connect()) {
      DSLContext sql = sql(connection, StatementType.PREPARED_STATEMENT);
      assertThatThrownBy(() -> insertJson(sql, "{oops"))
          .isInstanceOf(org.jooq.exception.DataAccessException.class);
    }
  }

  private void storesAndReads(Connection connection, StatementType type) throws SQLException {
    DSLContext sql = sql(connection, type);
    for (String time : TIMES.keySet()) {
      Instant given = Instant.parse(time);
      sql.insertInto(TASK_META)
          .set(TASK_META.TASK_ID, "x")
          .set(TASK_META.STATE, "PENDING")
          .set(TASK_META.STORE_TOKEN, 1L)
          .set(TASK_META.CREATED_AT, given)
          .set(TASK_META.UPDATED_AT, given)
          .set(TASK_META.FINISHED_AT, (Instant) null)
          .execute();
      assertThat(shown(connection)).as(time + " " + type).isEqualTo(TIMES.get(time));
      var row =
          sql.select(TASK_META.CREATED_AT, TASK_META.FINISHED_AT).from(TASK_META).fetchSingle();
      assertThat(row.value1()).as(time + " " + type).isEqualTo(InstantBinding.stored(given));
      assertThat(row.value2()).isNull();
      clear(connection);
    }
  }

  private void insertPlain(Connection connection, Instant time) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into task_meta (task_id, state, store_token, created_at, updated_at,"
                + " finished_at) values ('x', 'PENDING', 1, ?, ?, ?)")) {
      InstantBinding.write(statement, 1, time, engine.dialect());
      InstantBinding.write(statement, 2, time, engine.dialect());
      InstantBinding.write(statement, 3, null, engine.dialect());
      statement.executeUpdate();
    }
  }

  private Instant readPlain(Connection connection, String column) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select " + column + " from task_meta");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return InstantBinding.read(row, 1, engine.dialect());
    }
  }

  private static void insertJson(DSLContext sql, String text) {
    sql.insertInto(TASK_META)
        .set(TASK_META.TASK_ID, "x")
        .set(TASK_META.STATE, "SUCCESS")
        .set(TASK_META.STORE_TOKEN, 1L)
        .set(TASK_META.CREATED_AT, Instant.EPOCH)
        .set(TASK_META.UPDATED_AT, Instant.EPOCH)
        .set(TASK_META.RESULT, text)
        .set(TASK_META.ARGS, (String) null)
        .execute();
  }

  /** What plain SQL shows of created_at, in UTC and with microseconds. */
  private String shown(Connection connection) throws SQLException {
    String column =
        switch (engine) {
          case POSTGRESQL -> "to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";
          case MYSQL, MARIADB -> "date_format(created_at, '%Y-%m-%d %H:%i:%s.%f')";
          case SQLITE -> "replace(replace(created_at, 'T', ' '), 'Z', '')";
        };
    return Sql.rows(connection, "select " + column + " from task_meta").get(0);
  }

  private static void clear(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("delete from task_meta")) {
      statement.executeUpdate();
    }
  }

  private DSLContext sql(Connection connection, StatementType type) {
    Settings settings =
        new SqlNames(engine, TableNames.DEFAULT).jooqSettings().withStatementType(type);
    return DSL.using(connection, engine.dialect(), settings);
  }

  private Connection connect(String options) throws SQLException {
    String url = options.startsWith("jdbc:") ? options : schema.jdbcUrl();
    Properties properties = new Properties();
    if (!schema.user().isEmpty()) {
      properties.setProperty("user", schema.user());
      properties.setProperty("password", schema.password());
    }
    if (!options.startsWith("jdbc:") && !options.isEmpty()) {
      properties.setProperty(options.split("=")[0], options.split("=")[1]);
    }
    return DriverManager.getConnection(url, properties);
  }

  /** Ways of the drivers to send a statement, and zones that a driver could take for its own. */
  private List<String> driverOptions() {
    List<String> options = new ArrayList<>(List.of(""));
    switch (engine) {
      case POSTGRESQL -> options.addAll(List.of("prepareThreshold=-1", "preferQueryMode=simple"));
      case MYSQL -> options.addAll(List.of("useServerPrepStmts=true", "connectionTimeZone=SERVER"));
      case MARIADB ->
          options.addAll(
              List.of(
                  "useServerPrepStmts=true",
                  "jdbc:mysql://%s:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
                      .formatted(schema.host(), schema.port(), schema.name())));
      case SQLITE -> {}
    }
    return options;
  }
}
