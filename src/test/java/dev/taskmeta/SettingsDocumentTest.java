package dev.taskmeta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {

  @Test
  void the_document_lists_every_setting_as_the_enum_has_it() throws IOException {
    List<String> rows = Arrays.stream(Setting.values()).map(SettingsDocumentTest::row).toList();

    assertThat(rowsAfter("\n## Settings\n")).containsExactlyElementsOf(rows);
  }

  @Test
  void the_document_lists_every_refused_setting_of_celery() throws IOException {
    List<String> rows =
        UnknownSettings.CELERYS.entrySet().stream()
            .map(refused -> "| `" + refused.getKey() + "` | " + refused.getValue() + " |")
            .toList();

    assertThat(rowsAfter("\n## Celery's settings that mean nothing here\n"))
        .containsExactlyElementsOf(rows);
  }

  private static String row(Setting setting) {
    String standard =
        setting
            .defaultText()
            .filter(text -> !text.isEmpty())
            .map(text -> "`" + text + "`")
            .orElse("none");
    return "| `"
        + setting.key()
        + "` | "
        + setting.typeName()
        + " | "
        + standard
        + " | "
        + setting.description()
        + " | `"
        + setting.example()
        + "` |";
  }

  private static List<String> rowsAfter(String heading) throws IOException {
    String text = Files.readString(Path.of("docs/configuration.md"));
    String chapter = text.split(heading)[1].split("\n## ")[0];
    return chapter.lines().filter(line -> line.startsWith("| `")).toList();
  }
}
