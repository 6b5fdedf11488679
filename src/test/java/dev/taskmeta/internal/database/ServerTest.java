package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.ConfigurationException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PostgreSQL 18.6 (Debian 18.6-1) on x86_64   | POSTGRESQL | 18.6
          PostgreSQL 13.23 on x86_64-pc-linux-gnu     | POSTGRESQL | 13.23
          9.7.4                                       | MYSQL      | 9.7.4
          8.0.19-0ubuntu0.20.04.1                     | MYSQL      | 8.0.19
          11.4.5-MariaDB                              | MARIADB    | 11.4.5
          5.5.5-10.11.6-MariaDB-0+deb12u1             | MARIADB    | 10.11.6
          """)
  void theServersOwnAccountTellsTheEngine(String answer, Engine engine, String version) {
    assertThat(Server.byOwnAccount(answer)).isEqualTo(new Server(engine, version));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PostgreSQL 12.22 on x86_64           | PostgreSQL 12.22 on x86_64 is too old
          8.0.18                               | MySQL 8.0.18 is too old
          5.7.44-log                           | MySQL 5.7.44-log is too old
          10.5.29-MariaDB                      | MariaDB 10.5.29-MariaDB is too old
          5.5.5-10.3.1-MariaDB                 | MariaDB 10.3.1-MariaDB is too old
          CockroachDB CCL v23.1.0              | CockroachDB CCL v23.1.0) is not supported
          """)
  void oldAndUnknownServersAreRefusedByName(String answer, String words) {
    assertThatThrownBy(() -> Server.byOwnAccount(answer))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("PostgreSQL 13, MySQL 8.0.19, MariaDB 10.6, SQLite 3.35");
  }

  @Test
  void anotherProductIsRefusedByNameWithoutAQuestion() {
    assertThatThrownBy(() -> Server.ask(connectionTo("Oracle", "23ai")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Oracle (23ai) is not supported")
        .hasMessageContaining("PostgreSQL 13");
  }

  /** Only the product's name is asked for: there is no driver of such an engine to test with. */
  private static Connection connectionTo(String product, String version) {
    DatabaseMetaData metaData =
        proxy(
            DatabaseMetaData.class,
            method ->
                switch (method) {
                  case "getDatabaseProductName" -> product;
                  case "getDatabaseProductVersion" -> version;
                  default -> throw new UnsupportedOperationException(method);
                });
    return proxy(
        Connection.class,
        method -> {
          assertThat(method).isEqualTo("getMetaData");
          return metaData;
        });
  }

  private static <T> T proxy(Class<T> type, java.util.function.Function<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.apply(method.getName())));
  }
}
