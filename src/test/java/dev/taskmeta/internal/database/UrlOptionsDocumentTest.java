package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrlOptionsDocumentTest {

  @Test
  void the_document_lists_every_option_as_the_tables_have_it() throws IOException {
    List<String> rows = new ArrayList<>();
    add(rows, JdbcDriver.POSTGRESQL);
    UrlOptions.of(JdbcDriver.MYSQL)
        .forEach(
            (name, option) -> {
              String mariadb = UrlOptions.of(JdbcDriver.MARIADB).get(name).becomes();
              String second = mariadb.equals(option.becomes()) ? "the same" : mariadb;
              rows.add("| `" + name + "` | " + option.becomes() + " | " + second + " |");
            });
    add(rows, JdbcDriver.SQLITE);

    assertThat(documented()).containsExactlyElementsOf(rows);
  }

  private static void add(List<String> rows, JdbcDriver driver) {
    UrlOptions.of(driver)
        .forEach((name, option) -> rows.add("| `" + name + "` | " + option.becomes() + " |"));
  }

  /** The rows between the first heading of options and the chapter that follows. */
  private static List<String> documented() throws IOException {
    String text = Files.readString(Path.of("docs/configuration.md"));
    String options = text.split("\n### Options for PostgreSQL\n")[1].split("\n## ")[0];
    return options.lines().filter(line -> line.startsWith("| `")).toList();
  }
}
