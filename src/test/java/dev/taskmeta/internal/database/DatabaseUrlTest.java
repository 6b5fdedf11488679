package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          db+postgresql+psycopg2://u:p@h:5433/d    | POSTGRESQL | u | p | jdbc:postgresql://h:5433/d
          db+postgresql+asyncpg://u:p@h/d          | POSTGRESQL | u | p | jdbc:postgresql://h:5432/d
          database+postgresql+pg8000://u:p@h/d     | POSTGRESQL | u | p | jdbc:postgresql://h:5432/d
          postgresql://u:p@h/d                     | POSTGRESQL | u | p | jdbc:postgresql://h:5432/d
          postgres://u:p@h/d                       | POSTGRESQL | u | p | jdbc:postgresql://h:5432/d
          db+postgresql://u:p@[2001:db8::1]:5/d    | POSTGRESQL | u | p | jdbc:postgresql://[2001:db8::1]:5/d
          db+postgresql://u:p@[::1]/d              | POSTGRESQL | u | p | jdbc:postgresql://[::1]:5432/d
          db+postgresql://u:p@/d                   | POSTGRESQL | u | p | jdbc:postgresql://localhost:5432/d
          db+postgresql://u:p@h                    | POSTGRESQL | u | p | jdbc:postgresql://h:5432/u
          db+postgresql://u:p@h/                   | POSTGRESQL | u | p | jdbc:postgresql://h:5432/u
          db+postgresql://u:p@a:1,b:2/d            | POSTGRESQL | u | p | jdbc:postgresql://a:1,b:2/d
          db+postgresql://u:p@/d?host=a:1&host=b   | POSTGRESQL | u | p | jdbc:postgresql://a:1,b:5432/d
          db+postgresql://u:p@/d?host=a,b&port=1,2 | POSTGRESQL | u | p | jdbc:postgresql://a:1,b:2/d
          db+postgresql://h/d?user=u&password=p    | POSTGRESQL | u | p | jdbc:postgresql://h:5432/d
          db+postgresql://u:p@h/a%20b              | POSTGRESQL | u | p | jdbc:postgresql://h:5432/a%20b
          db+postgresql://u:a/b?c%40%3A@h/d        | POSTGRESQL | u | a/b?c@: | jdbc:postgresql://h:5432/d
          db+postgresql://a%40b:1+1%25%C3%A9@h/d   | POSTGRESQL | a@b | 1+1%é | jdbc:postgresql://h:5432/d
          db+postgresql://u:50%@h/d                | POSTGRESQL | u | 50% | jdbc:postgresql://h:5432/d
          db+mysql+pymysql://u:p@h/d               | MYSQL | u | p | jdbc:mysql://h:3306/d
          db+mysql+mysqldb://u:p@h:3307/d          | MYSQL | u | p | jdbc:mysql://h:3307/d
          mysql+mysqlconnector://u:p@h/d           | MYSQL | u | p | jdbc:mysql://h:3306/d
          mysql+aiomysql://u:p@[::1]:3307/d        | MYSQL | u | p | jdbc:mysql://[::1]:3307/d
          db+mysql://u:p@h?db=d                    | MYSQL | u | p | jdbc:mysql://h:3306/d
          db+mysql://u@h/d?passwd=p                | MYSQL | u | p | jdbc:mysql://h:3306/d
          db+mariadb+mariadbconnector://u:p@h/d    | MARIADB | u | p | jdbc:mariadb://h:3306/d
          mariadb://u:p@h/d                        | MARIADB | u | p | jdbc:mariadb://h:3306/d
          """)
  void reads_the_urls_of_servers_as_sqlalchemy_does(
      String url, JdbcDriver driver, String user, String password, String jdbcUrl) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    JdbcTarget target = JdbcTarget.of(parsed, driver, TIMEOUT);

    assertThat(parsed.driver()).isEqualTo(driver);
    assertThat(target.url()).isEqualTo(jdbcUrl);
    assertThat(target.properties()).containsEntry("user", user).containsEntry("password", password);
    assertThat(DatabaseUrl.accepts(url)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          db+sqlite:///x.db                     | jdbc:sqlite:x.db          | x.db
          sqlite:///data/x.db                   | jdbc:sqlite:data/x.db     | data/x.db
          sqlite+pysqlite:////abs/x.db          | jdbc:sqlite:/abs/x.db     | /abs/x.db
          db+sqlite+aiosqlite:////abs/a b%20.db | jdbc:sqlite:/abs/a b%20.db | /abs/a b%20.db
          db+sqlite:///x.db?check_same_thread=False | jdbc:sqlite:x.db      | x.db
          db+sqlite:///file:/abs/x.db?uri=true  | jdbc:sqlite:file:/abs/x.db | /abs/x.db
          jdbc:sqlite:/abs/x.db?journal_mode=DELETE | jdbc:sqlite:/abs/x.db?journal_mode=DELETE | /abs/x.db
          """)
  void reads_the_urls_of_files(String url, String jdbcUrl, String file) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);

    assertThat(JdbcTarget.of(parsed, JdbcDriver.SQLITE, TIMEOUT).url()).isEqualTo(jdbcUrl);
    assertThat(parsed.file()).hasToString("Optional[" + file + "]");
    assertThat(parsed.isInMemory()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db+sqlite://",
        "sqlite://",
        "db+sqlite:///",
        "db+sqlite:///:memory:",
        "db+sqlite:///file:x?mode=memory&cache=shared&uri=true",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:"
      })
  void a_database_in_memory_has_no_file(String url) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);

    assertThat(parsed.isInMemory()).isTrue();
    assertThat(parsed.file()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          db+oracle://h/d              | unknown kind of database 'oracle'; supported are postgresql, mysql, mariadb, sqlite
          db+mssql+pyodbc://h/d        | unknown kind of database 'mssql'
          db+postgresql+psycopg9://h/d | unknown driver 'psycopg9' for postgresql; leave it out, or write one of asyncpg
          db+mysql+psycopg2://h/d      | unknown driver 'psycopg2' for mysql
          jdbc:oracle:thin:@h          | supported are jdbc:postgresql:
          db+postgresql:h/d            | is not of the form
          postgresql                   | is not of the form
          db+postgresql://h:70000/d    | the port is a number from 1 to 65535
          db+postgresql://h:0/d        | the port is a number from 1 to 65535
          db+postgresql://::1/d        | [::1]:5432 for IPv6
          db+postgresql:///d?host=/run/postgresql | has no Unix sockets
          db+postgresql:///d?host=%2Frun%2Fpostgresql | has no Unix sockets
          db+mysql://h                 | no database is named
          db+mysql://a,b/d             | several hosts are possible on PostgreSQL only
          db+sqlite://x.db             | write three slashes before a relative file
          db+sqlite:///:resource:x.db  | inside a jar
          db+sqlite:///x.db?mode=rx    | option mode is one of ro, rw, rwc, memory
          db+sqlite:///x.db?nolock=1   | option nolock is refused: two processes would damage the file
          db+postgresql://h/d?sslmod=x | unknown option 'sslmod' (did you mean sslmode?); known are host, port
          db+postgresql://h/d?sslmode=on | option sslmode is one of allow, disable, prefer
          db+postgresql://h/d?connect_timeout=soon | is a number of seconds
          db+postgresql://h/d?service=x | option service is refused
          db+postgresql://h/d?target_session_attrs=x | is one of any, prefer-standby, primary
          db+postgresql://h/d?prepare_threshold=x | option prepare_threshold is a whole number
          db+mysql://h/d?charsett=x    | (did you mean charset?)
          db+mysql://h/d?init_command=x | option init_command is refused
          db+mysql://h/d?local_infile=1 | option local_infile is refused
          db+mysql://h/d?ssl_mode=on   | option ssl_mode is one of DISABLED
          db+mysql://h/d?ssl_cert=x    | ssl_cert and ssl_key go together
          db+mysql://h/d?ssl_disabled=1&ssl_ca=x | TLS is disabled, and there are files for it
          db+mysql://h/d?sql_mode=a'b  | option sql_mode is a list of modes
          db+mysql://h/d?read_timeout=x | option read_timeout is a number of seconds
          db+mysql://h/d?connection_timeout=x | is a number of seconds
          """)
  void refuses_what_cannot_work_and_says_why(String url, String why) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("database URL")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "memory://, false",
    "redis://h, false",
    "postgresql, false",
    "db+oracle://h, true",
    "jdbc:oracle:x, true"
  })
  void leaves_other_schemes_to_other_stores(String url, boolean accepted) {
    assertThat(DatabaseUrl.accepts(url)).isEqualTo(accepted);
  }

  @Test
  void translates_the_options_of_postgresql() {
    assertThat(
            properties(
                "db+postgresql://h/d?sslmode=verify-full&sslrootcert=/ca.pem&target_session_attrs="
                    + "read-write&keepalives=0&application_name=jobs&prepare_threshold=None"
                    + "&options=-c%20statement_timeout%3D5s&connect_timeout=3&client_encoding=utf8"))
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "/ca.pem")
        .containsEntry("targetServerType", "primary")
        .containsEntry("tcpKeepAlive", "false")
        .containsEntry("ApplicationName", "jobs")
        .containsEntry("prepareThreshold", "0")
        .containsEntry("options", "-c statement_timeout=5s")
        .doesNotContainKey("client_encoding");
    assertThat(properties("db+postgresql+asyncpg://h/d?ssl=true&statement_cache_size=0"))
        .containsEntry("sslmode", "require")
        .containsEntry("prepareThreshold", "0");
  }

  @Test
  void translates_the_options_of_mysql_for_both_drivers() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "db+mysql://h/d?charset=latin1&read_timeout=1.5&collation=utf8mb4_bin&compress=true"
                + "&sql_mode=TRADITIONAL&program_name=jobs&ssl_verify_identity=true");

    assertThat(JdbcTarget.of(url, JdbcDriver.MYSQL, TIMEOUT).properties())
        .containsEntry("socketTimeout", "1500")
        .containsEntry("connectionCollation", "utf8mb4_bin")
        .containsEntry("useCompression", "true")
        .containsEntry("sessionVariables", "sql_mode='TRADITIONAL'")
        .containsEntry("connectionAttributes", "program_name:jobs")
        .containsEntry("sslMode", "VERIFY_IDENTITY")
        .containsEntry("characterEncoding", "UTF-8")
        .containsEntry("allowPublicKeyRetrieval", "false");
    assertThat(JdbcTarget.of(url, JdbcDriver.MARIADB, TIMEOUT).properties())
        .containsEntry("socketTimeout", "1500")
        .containsEntry("sslMode", "verify-full");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          charset=utf8mb4                       | PREFERRED
          ssl=true                              | REQUIRED
          ssl=false                             | DISABLED
          ssl_disabled=True                     | DISABLED
          ssl_disabled=False                    | PREFERRED
          ssl_mode=required                     | REQUIRED
          ssl_mode=REQUIRED&ssl_ca=/ca.pem      | REQUIRED
          ssl_ca=/ca.pem                        | VERIFY_CA
          ssl_ca=/ca.pem&ssl_check_hostname=true | VERIFY_IDENTITY
          ssl_verify_cert=true                  | VERIFY_CA
          ssl_cert=/c.pem&ssl_key=/k.pem        | REQUIRED
          """)
  void reads_how_a_mysql_connection_is_encrypted(String query, MysqlTls.Mode mode) {
    Map<String, String> options = DatabaseUrl.parse("db+mysql://h/d?" + query).options();

    assertThat(MysqlTls.of(options).mode()).isEqualTo(mode);
  }

  @Test
  void translates_the_options_of_sqlite() {
    assertThat(properties("db+sqlite:///x.db?timeout=2.5&isolation_level=None"))
        .containsEntry("busy_timeout", "2500")
        .containsEntry("transaction_mode", "IMMEDIATE");
  }

  @Test
  void the_time_to_connect_in_the_url_wins() {
    assertThat(DatabaseUrl.parse("db+mysql://h/d?connect_timeout=3").connectTimeout())
        .contains(Duration.ofSeconds(3));
    assertThat(DatabaseUrl.parse("db+postgresql://h/d?connect_timeout=0").connectTimeout())
        .isEmpty();
  }

  @Test
  void a_jdbc_url_passes_through_and_wins_over_our_defaults() {
    String url = "jdbc:postgresql://h/d?user=u&password=p&applicationname=mine&prepareThreshold=0";

    JdbcTarget target = JdbcTarget.of(DatabaseUrl.parse(url), JdbcDriver.POSTGRESQL, TIMEOUT);

    assertThat(target.url())
        .isEqualTo("jdbc:postgresql://h/d?user=u&applicationname=mine&prepareThreshold=0");
    assertThat(target.properties())
        .containsEntry("password", "p")
        .doesNotContainKeys("ApplicationName", "prepareThreshold", "user")
        .containsEntry("tcpKeepAlive", "true");
  }

  private static Map<String, String> properties(String url) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    return JdbcTarget.of(parsed, parsed.driver(), TIMEOUT).properties();
  }
}
