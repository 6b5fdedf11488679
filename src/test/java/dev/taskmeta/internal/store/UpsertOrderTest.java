package dev.taskmeta.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.contract.Race;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.write.Encoder;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On MySQL and MariaDB assignments run from left to right and see those before. The race of the
 * contract must notice when the token is not the first of them.
 */
class UpsertOrderTest {

  static List<TestDatabase> databases() {
    return List.of(TestDatabase.mysql(), TestDatabase.mariadb114());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void rowsAreTornWhenTheAssignmentsAreShuffled(TestDatabase database) throws Exception {
    assertThat(race(database, UpsertOrderTest::shuffled).torn()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void successesAreLostWhenTheTokenIsAssignedLast(TestDatabase database) throws Exception {
    assertThat(race(database, UpsertOrderTest::reversed).lostSuccesses()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void noRowIsTornWhenTheTokenIsAssignedFirst(TestDatabase database) throws Exception {
    assertThat(race(database, UnaryOperator.identity()).torn()).isEmpty();
  }

  private static Map<Field<?>, Field<?>> shuffled(Map<Field<?>, Field<?>> assignments) {
    List<Field<?>> columns = new ArrayList<>(assignments.keySet());
    Field<?> token = columns.remove(0);
    Collections.shuffle(columns, new Random(1));
    columns.add(columns.size() / 2, token);
    return inOrder(columns, assignments);
  }

  private static Map<Field<?>, Field<?>> reversed(Map<Field<?>, Field<?>> assignments) {
    List<Field<?>> columns = new ArrayList<>(assignments.keySet());
    Collections.reverse(columns);
    return inOrder(columns, assignments);
  }

  private static Map<Field<?>, Field<?>> inOrder(
      List<Field<?>> columns, Map<Field<?>, Field<?>> assignments) {
    Map<Field<?>, Field<?>> ordered = new LinkedHashMap<>();
    columns.forEach(column -> ordered.put(column, assignments.get(column)));
    return ordered;
  }

  private static Race.Outcome race(
      TestDatabase database, UnaryOperator<Map<Field<?>, Field<?>>> order) throws Exception {
    database.requireAvailable();
    try (TestSchema schema = database.newSchema();
        ResultBackend reader = ResultBackend.open(schema.url());
        ConnectionSource source = ConnectionSource.of(schema.dataSource())) {
      Database asked = Database.ask(source);
      DSLContext template =
          DSL.using(
              asked.engine().dialect(),
              new SqlNames(asked.engine(), TableNames.DEFAULT).jooqSettings());
      Expiry expiry = new Expiry(Duration.ofDays(1), Duration.ofDays(7), Duration.ofMinutes(2));
      Upsert upsert = new Upsert(template, Syntax.of(asked.engine().dialect()), expiry, order);
      TaskStore store =
          new TaskStore(
              Transactions.of(source, template, new ErrorTranslator(asked.engine(), source)),
              asked.engine().dialect(),
              upsert,
              asked.packetBytes());
      Encoder encoder = new Encoder(new Codecs(List.of()), Settings.defaults(), Clock.systemUTC());
      List<String> ids = Stream.generate(ResultBackend::newTaskId).limit(60).toList();
      return new Race(4, 20, 25, ids)
          .run(updates -> store.store(encoder.encodeAll(updates)), reader::getMany);
    }
  }
}
