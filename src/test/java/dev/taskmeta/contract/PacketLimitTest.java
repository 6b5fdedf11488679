package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.RefusedValueException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.PacketLimit;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server takes in one statement bounds a result, by default 16 MiB on MariaDB. */
class PacketLimitTest {

  private static final int DEFAULT_OF_MARIADB = 16 << 20;

  static Stream<TestDatabase> databases() {
    return Stream.of(TestDatabase.mariadb114(), TestDatabase.mariadb1011(), TestDatabase.mysql());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aResultOverTheServersLimitIsRefusedBeforeItIsSent(TestDatabase database) throws Exception {
    database.requireAvailable();
    try (TestSchema schema = database.newSchema();
        PacketLimit limit = database.limitPackets(DEFAULT_OF_MARIADB);
        ResultBackend backend = ResultBackend.open(schema.url())) {
      assertThatThrownBy(() -> backend.store(result("too-large", 20_000_000)))
          .isInstanceOf(RefusedValueException.class)
          .hasMessageContainingAll("too-large", "result", "20,0", "16,7", "max_allowed_packet");
      assertThat(backend.exists("too-large")).isFalse();
      assertThat(backend.store(result("fits", 16_000_000))).isTrue();
      assertThat(backend.get("fits").resultAs(String.class)).hasSize(16_000_000);
    }
  }

  private static TaskUpdate result(String taskId, int characters) {
    return TaskUpdate.builder(taskId, SUCCESS).result("x".repeat(characters)).build();
  }
}
