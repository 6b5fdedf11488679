package dev.taskmeta.testing;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Skips tests without their database, hands out schemas, and counts the tests per database. */
final class DatabaseExtension implements BeforeEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(DatabaseExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    TestDatabase database = database(context);
    database.requireAvailable();
    context.getRoot().getStore(NAMESPACE).computeIfAbsent(Counts.class).add(database);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestSchema.class;
  }

  @Override
  public TestSchema resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestSchema schema = database(context).newSchema();
    // The store closes it after the test.
    context.getStore(NAMESPACE).put(schema.name(), schema);
    return schema;
  }

  private static TestDatabase database(ExtensionContext context) {
    return ((DatabaseTest) context.getRequiredTestInstance()).database();
  }

  /** Tests per database, printed when the whole run ends. */
  static final class Counts implements AutoCloseable {
    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void add(TestDatabase database) {
      counts.merge(database.description(), 1, Integer::sum);
    }

    @Override
    public synchronized void close() {
      counts.forEach(
          (name, count) -> System.out.println("TESTED " + name + ": " + count + " tests"));
    }
  }
}
