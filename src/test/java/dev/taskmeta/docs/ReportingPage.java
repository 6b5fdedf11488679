package dev.taskmeta.docs;

import dev.taskmeta.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page on reporting, as far as tests read it. */
final class ReportingPage {

  private static final Pattern QUERY =
      Pattern.compile("```sql ?([a-z ]*)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern READS = Pattern.compile("\nReads: ([^\n]*)\\.\n");
  private static final Pattern NEEDS =
      Pattern.compile("\nNeeds: select on ([^\n]*), beside the views\\.\n");
  private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
  private static final Pattern VIEW =
      Pattern.compile("\n### (\\w+)\n(.*?)(?=\n###? )", Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile("\n\\| `(\\w+)` \\|");

  private ReportingPage() {}

  /**
   * A chapter that answers a question.
   *
   * @param title its heading
   * @param queries its queries for one engine
   * @param output what is printed under the first of them, the head first; null if nothing is
   * @param reads what it says that the first of them reads
   * @param needs the tables that one must be allowed to read for it, beside the views
   */
  record Question(
      String title,
      List<String> queries,
      @Nullable List<List<String>> output,
      String reads,
      List<String> needs) {}

  /**
   * A view.
   *
   * @param name its name
   * @param columns their names, in order
   */
  record View(String name, List<String> columns) {}

  static List<Question> questions(TestEngine engine) {
    return Arrays.stream(text().split("\n## "))
        .skip(2)
        .map(chapter -> question(chapter, engine))
        .toList();
  }

  private static Question question(String chapter, TestEngine engine) {
    String name = engine.name().toLowerCase(Locale.ROOT);
    Matcher output = OUTPUT.matcher(chapter);
    Matcher reads = READS.matcher(chapter);
    Matcher needs = NEEDS.matcher(chapter);
    return new Question(
        chapter.lines().findFirst().orElseThrow(),
        QUERY
            .matcher(chapter)
            .results()
            .filter(block -> block.group(1).isEmpty() || block.group(1).contains(name))
            .map(block -> block.group(2).strip().replaceAll(";$", ""))
            .toList(),
        output.find() ? printed(output.group(1)) : null,
        reads.find() ? reads.group(1) : "",
        needs.find() ? quoted(needs.group(1)) : List.of());
  }

  private static List<String> quoted(String text) {
    return QUOTED.matcher(text).results().map((MatchResult word) -> word.group(1)).toList();
  }

  /** The rows of psql's output, its head first. */
  private static List<List<String>> printed(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith("-") && !line.startsWith("("))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  static List<View> views() {
    return VIEW.matcher(text())
        .results()
        .map(
            view ->
                new View(
                    view.group(1),
                    COLUMN
                        .matcher(view.group(2))
                        .results()
                        .map((MatchResult column) -> column.group(1))
                        .toList()))
        .toList();
  }

  private static String text() {
    try {
      return Files.readString(Path.of("docs/reporting.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
