package dev.taskmeta.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTestTest implements DatabaseTest {
  private final Set<String> seen = new HashSet<>();

  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }

  @Test
  void eachTestGetsItsOwnSchema(TestSchema schema) {
    useFresh(schema);
  }

  @Test
  void andTheNextTestGetsAnother(TestSchema schema) {
    useFresh(schema);
  }

  private void useFresh(TestSchema schema) {
    assertThat(seen).noneMatch(earlier -> Files.exists(Path.of(earlier)));
    assertThat(seen.add(schema.name())).isTrue();
    schema.execute("create table t (id integer)");
    assertThat(Path.of(schema.name())).exists();
  }

  @Test
  void anUnavailableDatabaseSkipsItsTestsWithTheReason() {
    assertThatThrownBy(() -> TestDatabase.refuse("no server", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("no server");
  }

  @Test
  void anUnavailableDatabaseFailsItsTestsWhereSkipsAreForbidden() {
    assertThatThrownBy(() -> TestDatabase.refuse("no server", true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no server");
  }
}
