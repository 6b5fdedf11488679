package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line does on every database server. */
abstract class CommandLineContract implements DatabaseTest {

  @TempDir Path folder;

  @Test
  void recordsShowsWaitsAndForgets(TestSchema schema) {
    CommandLineRun.On taskmeta =
        new CommandLineRun.On(folder).set("TASKMETA_RESULT_BACKEND", schema.url());

    CommandLineRun run =
        taskmeta.run("run", "--id", "a", "--", "sh", "-c", "echo '{\"answer\": 42}'");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    CommandLineRun failed = taskmeta.run("run", "--id", "f", "--retries", "2", "--", "false");
    assertThat(failed.code()).isEqualTo(1);

    assertThat(taskmeta.run("get", "a", "--json").out())
        .contains("\"status\":\"SUCCESS\",\"result\":{\"answer\": 42},");
    assertThat(taskmeta.run("get", "f", "--json").out())
        .contains("\"status\":\"FAILURE\"", "\"retries\":2");
    assertThat(taskmeta.run("list", "--json").out()).hasLineCount(2);
    assertThat(taskmeta.run("wait", "a").code()).isZero();
    assertThat(taskmeta.run("report", "--by", "day").out()).startsWith("DAY").hasLineCount(2);
    assertThat(taskmeta.run("report", "--by", "error", "--json").out()).contains("\"failure\":1,");
    assertThat(taskmeta.run("forget", "a", "f").out()).isEqualTo("forgot 2 of 2\n");
    assertThat(taskmeta.run("get", "a").code()).isEqualTo(3);
  }

  @Test
  void runsOfOneGroupAreShownTogetherHoweverManyAtOnce(TestSchema schema) {
    CommandLineRun.On taskmeta =
        new CommandLineRun.On(folder).set("TASKMETA_RESULT_BACKEND", schema.url());
    taskmeta.run("migrate");

    List<CompletableFuture<CommandLineRun>> runs =
        IntStream.range(0, 4)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> taskmeta.run("run", "--group", "g", "true")))
            .toList();

    assertThat(runs).allSatisfy(run -> assertThat(run.get().code()).isZero());
    assertThat(taskmeta.run("group", "g").out()).contains("4 of 4 ready (4 SUCCESS)");
  }

  @Test
  void theDoctorFindsNothingWrongWithAFreshSchemaAndAMissingOne(TestSchema schema) {
    CommandLineRun.On taskmeta =
        new CommandLineRun.On(folder).set("TASKMETA_RESULT_BACKEND", schema.url());
    CommandLineRun missing = taskmeta.run("doctor", "--json");
    assertThat(missing.code()).isEqualTo(7);
    assertThat(missing.out())
        .startsWith("{\"severity\":\"error\",\"check\":\"schema\",")
        .doesNotContain(schema.password());
    taskmeta.run("migrate");

    CommandLineRun run = taskmeta.run("doctor", "--strict");

    assertThat(run.out()).startsWith("nothing is wrong in db+");
    assertThat(run.code()).isZero();
  }

  @Test
  void printsTheCleanupForWhatTheServerCanCall(TestSchema schema) {
    CommandLineRun.On taskmeta =
        new CommandLineRun.On(folder).set("TASKMETA_RESULT_BACKEND", schema.url());
    taskmeta.run("migrate");
    boolean postgresql = schema.engine() == TestEngine.POSTGRESQL;
    String own = postgresql ? "pg_cron" : "mysql-event";
    String foreign = postgresql ? "mysql-event" : "pg_cron";

    CommandLineRun run = taskmeta.run("retention", "script", "--for", own);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("script --for " + own + " --every 5min\n")
        .contains(postgresql ? "'*/5 * * * *'" : "on schedule every 5 minute")
        .containsPattern("c_longest .* 0\\.0;");
    String options = "retention script --every 2h --stop-after 10min --for ";
    assertThat(taskmeta.run((options + own).split(" ")).out())
        .contains("script --for " + own + " --every 2h --stop-after 10min\n")
        .contains(postgresql ? "'0 */2 * * *'" : "on schedule every 120 minute")
        .containsPattern("c_longest .* 600\\.0;");
    assertThat(taskmeta.run((options + "shell").split(" ")).out())
        .startsWith("#!/bin/sh\n")
        .contains("# 0 */2 * * * ", "c_longest", "taskmeta_cleanup");

    CommandLineRun refused = taskmeta.run("retention", "script", "--for", foreign);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains("--for " + foreign + " is not for ", "give " + own + " or shell");
    assertThat(taskmeta.run("retention", "script", "--for", own, "--every", "7min").err())
        .contains("--every is 7min", "minutes that divide an hour");
  }

  @Test
  void aMissingSchemaIsAnErrorThatNamesTheCommand(TestSchema schema) {
    CommandLineRun run = new CommandLineRun.On(folder).run("--backend", schema.url(), "list");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).contains("taskmeta", "migrate").doesNotContain(schema.password());
  }

  @Test
  void aWrongPasswordIsSaidWithoutShowingIt(TestSchema schema) {
    String url = schema.url().replaceFirst(":[^:/@]*@", ":hush-hush@");
    CommandLineRun run = new CommandLineRun.On(folder).run("list", "--backend", url);

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).contains(schema.user()).doesNotContain("hush-hush").hasLineCount(1);
  }
}
