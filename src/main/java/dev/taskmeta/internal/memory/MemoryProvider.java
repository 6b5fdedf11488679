package dev.taskmeta.internal.memory;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.spi.ResultBackendProvider;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.SchemaAdministration;
import dev.taskmeta.spi.StoreContext;
import java.time.Clock;
import java.util.Set;

/** Serves memory://, where every backend has its own. */
public final class MemoryProvider implements ResultBackendProvider {

  /** For the service loader. */
  public MemoryProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public ResultStore open(StoreContext context) {
    return new MemoryStore(context.settings(), Clock.systemUTC());
  }

  @Override
  public SchemaAdministration schema(StoreContext context) {
    throw new ConfigurationException(
        "memory:// has no schema; give the URL of a database, such as db+sqlite:///taskmeta.db");
  }
}
