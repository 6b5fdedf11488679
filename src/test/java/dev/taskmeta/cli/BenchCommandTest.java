package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {

  @TempDir Path folder;

  @Test
  void measuresEveryWorkAndLeavesNoTable() throws Exception {
    Path json = folder.resolve("bench.json");

    CommandLineRun run =
        bench("all", "--callers", "2", "--payload", "100B,1KB", "--json", json.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("will measure store", "dropped at the end");
    assertThat(run.out().lines().skip(1).map(line -> line.split(" ")[0]))
        .containsExactly(
            "store",
            "store",
            "store_async",
            "store_async",
            "get",
            "get",
            "getmany",
            "getmany",
            "wait",
            "cleanup",
            "cleanup_waiting",
            "cleanup_storing");
    JsonNode first = JsonMapper.shared().readTree(Files.readString(json)).get(0);
    assertThat(first.get("work").asString()).isEqualTo("store");
    assertThat(first.get("callers").asInt()).isEqualTo(2);
    assertThat(first.get("payload_bytes").asInt()).isEqualTo(100);
    assertThat(first.get("rate_per_s").asDouble()).isPositive();
    assertThat(first.get("p99_ms").asDouble())
        .isGreaterThanOrEqualTo(first.get("p50_ms").asDouble());
    assertThat(first.get("errors").asLong()).isZero();
    assertThat(tables()).isZero();
  }

  @Test
  void leavesTheTablesOfTheApplicationAlone() throws Exception {
    new CommandLineRun.On(folder).run("store", "kept", "--state", "SUCCESS");

    assertThat(bench("get", "--callers", "1", "--payload", "100B").code()).isZero();

    assertThat(new CommandLineRun.On(folder).run("get", "kept").code()).isZero();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(bench("sotre").code()).isEqualTo(2);
    assertThat(bench("sotre").err()).contains("unknown work 'sotre'");
    assertThat(bench("store", "--payload", "1XB").err()).contains("1XB", "100B");
    assertThat(bench("store", "--callers", "0").code()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  private CommandLineRun bench(String work, String... more) {
    String[] args = {"bench", work, "--seconds", "1", "--warmup", "0", "--in-flight", "10"};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return new CommandLineRun.On(folder).run(all);
  }

  private int tables() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("cli.db"));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from sqlite_master")) {
      result.next();
      return result.getInt(1);
    }
  }
}
