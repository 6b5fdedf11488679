package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskState;
import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportQuery;
import dev.taskmeta.report.ReportRow;
import dev.taskmeta.report.ReportRow.ErrorExample;
import dev.taskmeta.report.ReportRow.RunSeconds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {

  private static final String STATES =
      "\"pending\":0,\"received\":0,\"started\":1,\"retry\":0,\"success\":2,\"failure\":1,"
          + "\"revoked\":0,\"rejected\":0,\"ignored\":0,\"other\":0,";

  @TempDir Path folder;
  private CommandLineRun.On taskmeta;

  @BeforeEach
  void tasks() {
    taskmeta = new CommandLineRun.On(folder);
    taskmeta.run("store", "a", "--state", "SUCCESS", "--name", "say \"a,b\"");
    taskmeta.run("store", "b", "--state", "SUCCESS", "--name", "say \"a,b\"");
    taskmeta.run("store", "c", "--state", "FAILURE", "--name", "say \"a,b\"");
    taskmeta.run("store", "d", "--state", "STARTED", "--name", "say \"a,b\"");
    taskmeta.run("store", "e", "--state", "SHAKY", "--name", "other");
  }

  @Test
  void isATableForPeopleAndPlainWhereNobodyLooks() {
    CommandLineRun run = taskmeta.run("report");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME       TASKS  STARTED  SUCCESS  FAILURE  OTHER  FAILED  P50  P95  P99  LONGEST
            say "a,b"      4        1        2        1      0   33.3%    -    -    -        -
            other          1        0        0        0      1       -    -    -    -        -
            """);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void isOneObjectPerRowForPrograms() {
    CommandLineRun run = taskmeta.run("report", "--json", "--limit", "1");

    assertThat(run.out())
        .isEqualTo(
            "{\"name\":\"say \\\"a,b\\\"\",\"tasks\":4,"
                + STATES
                + "\"failure_rate\":0.333333,\"retries\":0,\"run_seconds_average\":null,"
                + "\"run_seconds_p50\":null,\"run_seconds_p95\":null,\"run_seconds_p99\":null,"
                + "\"run_seconds_longest\":null}\n");
    assertThat(run.err()).contains("there are more");
  }

  @Test
  void isCommaSeparatedForSpreadsheets() {
    CommandLineRun run = taskmeta.run("report", "--csv");

    assertThat(run.out().lines())
        .hasSize(3)
        .startsWith(
            "name,tasks,pending,received,started,retry,success,failure,revoked,rejected,ignored,"
                + "other,failure_rate,retries,run_seconds_average,run_seconds_p50,run_seconds_p95,"
                + "run_seconds_p99,run_seconds_longest",
            "\"say \"\"a,b\"\"\",4,0,0,1,0,2,1,0,0,0,0,0.333333,0,,,,,");
  }

  @Test
  void errorsHaveColumnsOfTheirOwnAlsoWhereThereAreNone() {
    String head = "error,error_fingerprint,example_task_id,example_message,tasks,pending";

    assertThat(taskmeta.run("report", "--by", "error", "--csv").out()).startsWith(head);
    taskmeta.run("forget", "c");
    assertThat(taskmeta.run("report", "--by", "error", "--csv").out())
        .startsWith(head)
        .hasLineCount(1);
    CommandLineRun none = taskmeta.run("report", "--by", "error");
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("no tasks found");
  }

  @ParameterizedTest
  @CsvSource({"day, DAY", "worker, WORKER", "QUEUE, QUEUE"})
  void countsByOtherKeysToo(String by, String head) {
    assertThat(taskmeta.run("report", "--by", by).out()).startsWith(head);
  }

  @Test
  void wrongUseIsSaid() {
    assertThat(taskmeta.run("report", "--by", "age").code()).isEqualTo(2);
    assertThat(taskmeta.run("report", "--csv", "--json").code()).isEqualTo(2);
    assertThat(taskmeta.run("report", "--limit", "0").code()).isEqualTo(2);
    assertThat(taskmeta.run("report", "--since", "0s").code()).isEqualTo(2);
  }

  @Test
  void readsTheReportingBackendUnlessAnotherIsGiven() {
    String other = "db+sqlite:///" + folder.resolve("other.db");
    taskmeta.run("--backend", other, "migrate");
    taskmeta.set("TASKMETA_REPORTING_BACKEND", other);

    assertThat(taskmeta.run("report").err()).contains("no tasks found", "other.db");
    String first = "db+sqlite:///" + folder.resolve("cli.db");
    assertThat(taskmeta.run("report", "--backend", first).out()).hasLineCount(3);
  }

  @Test
  void aMissingFileIsNotMade() {
    String missing = "db+sqlite:///" + folder.resolve("missing.db");

    assertThat(taskmeta.run("report", "--backend", missing).code()).isEqualTo(5);
    assertThat(folder.resolve("missing.db")).doesNotExist();
  }

  @Test
  void drawsBarsAndTheCourseOnATerminal() {
    Report report =
        report(
            Grouping.NAME,
            List.of(0L, 8L, 1L, 4L),
            row("mail.send", 12, new RunSeconds(1, 1, 2, 3, 4)),
            row("x\u001b[31m\n" + "y".repeat(99), 1, null));

    assertThat(new ReportTable(report, true).lines())
        .containsExactly(
            " █▁▄  13 tasks created in the last 7 d",
            "NAME                                                          TASKS              SUCCESS"
                + "  FAILURE  FAILED      P50      P95      P99  LONGEST",
            "mail.send                                                        12  ██████████       12"
                + "        0    0.0%  1.000 s  2.000 s  3.000 s  4.000 s",
            "x␛[31m "
                + "y".repeat(52)
                + "…      1  ▉                 1        0    0.0%        -"
                + "        -        -        -");
  }

  @Test
  void drawsTheCourseOfEachRowInHalfAsManySteps() {
    Report report =
        report(
            Grouping.NAME,
            List.of(3L, 1L, 0L, 9L),
            row("a", 12, null).withCourse(List.of(3L, 1L, 0L, 8L)),
            row("b", 1, null).withCourse(List.of(0L, 0L, 0L, 1L)));

    assertThat(new ReportTable(report, true).lines().subList(1, 4))
        .containsExactly(
            "NAME  TASKS                  SUCCESS  FAILURE  FAILED  P50  P95  P99  LONGEST",
            "a        12  ██████████  ▄█       12        0    0.0%    -    -    -        -",
            "b         1  ▉            █        1        0    0.0%    -    -    -        -");
  }

  @Test
  void showsErrorsWithAnExample() {
    ReportRow row =
        new ReportRow(
            "E",
            2,
            Map.of(TaskState.FAILURE, 2L),
            0,
            null,
            new ErrorExample("f0", "t", "why"),
            List.of());

    assertThat(new ReportTable(report(Grouping.ERROR, List.of(), row), false).lines())
        .containsExactly(
            "ERROR  FAILURES  FINGERPRINT  FOR EXAMPLE  MESSAGE",
            "E             2  f0           t            why");
  }

  private static Report report(Grouping by, List<Long> course, ReportRow... rows) {
    ReportQuery query = new ReportQuery(by, Duration.ofDays(7), 20, course.size());
    return new Report(query, Instant.EPOCH, Instant.EPOCH, List.of(rows), false, course);
  }

  private static ReportRow row(String key, long tasks, RunSeconds run) {
    return new ReportRow(key, tasks, Map.of(TaskState.SUCCESS, tasks), 0, run, null, List.of());
  }
}
