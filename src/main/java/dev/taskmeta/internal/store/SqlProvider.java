package dev.taskmeta.internal.store;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.ConfigurationException;
import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Finding;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.TaskError;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.DataSources;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.DatabaseUrl;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.doctor.Doctor;
import dev.taskmeta.retention.ProcedureSchedule;
import dev.taskmeta.spi.ReportStore;
import dev.taskmeta.spi.ResultBackendProvider;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.SchemaAdministration;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.spi.Wakeups;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Serves the URLs of SQL databases, as Celery and as JDBC write them, and data sources. */
public final class SqlProvider implements ResultBackendProvider {

  /** For the service loader. */
  public SqlProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("db", "database", "jdbc", "postgresql", "postgres", "mysql", "mariadb", "sqlite");
  }

  @Override
  public void warmUp() {
    JooqLoad.begin();
  }

  @Override
  public ResultStore open(StoreContext context) {
    Settings settings = context.settings();
    warmUp();
    ConnectionSource source = connect(context, settings.schemaMode() == SchemaMode.MIGRATE);
    try {
      Database database = Database.ask(source);
      prepare(schema(source, database.engine(), context), settings.schemaMode());
      JooqLoad.await();
      return store(source, database, settings);
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private static ConnectionSource connect(StoreContext context, boolean createIfMissing) {
    return context.dataSource() != null
        ? ConnectionSource.of(context.dataSource())
        : DataSources.open(
            DatabaseUrl.parse(Objects.requireNonNull(context.url())),
            context.settings(),
            createIfMissing);
  }

  private static void prepare(SchemaAdministration schema, SchemaMode mode) {
    switch (mode) {
      case MIGRATE -> schema.migrate();
      case VALIDATE -> schema.validate();
      case OFF -> {}
    }
  }

  private static SchemaAdministration schema(
      ConnectionSource source, Engine engine, StoreContext context) {
    return new DatabaseSchema(target(source, engine, context));
  }

  private static SchemaTarget target(ConnectionSource source, Engine engine, StoreContext context) {
    // The URL, not the place: messages show the command to run with it.
    String name =
        context.url() == null ? source.place() : DatabaseUrl.parse(context.url()).masked();
    return new SchemaTarget(source.dataSource(), engine, context.settings().tableNames(), name);
  }

  private static ResultStore store(ConnectionSource source, Database database, Settings settings) {
    Engine engine = database.engine();
    org.jooq.conf.Settings jooq =
        new SqlNames(engine, settings.tableNames()).jooqSettings().withExecuteLogging(false);
    DSLContext template = DSL.using(engine.dialect(), jooq);
    Expiry expiry = Expiry.of(settings);
    Lazy<Upsert> upsert =
        new Lazy<>(() -> new Upsert(template, Syntax.of(engine.dialect()), expiry));
    Transactions transactions =
        Transactions.of(source, template, new ErrorTranslator(engine, source));
    return new SqlResultStore(
        transactions,
        upsert,
        expiry,
        database.packetBytes(),
        engine.notifies() ? wakeups(transactions, source, database, settings, expiry) : null,
        source::close);
  }

  private static Wakeups wakeups(
      Transactions transactions,
      ConnectionSource source,
      Database database,
      Settings settings,
      Expiry expiry) {
    TableNames names = settings.tableNames();
    String schema = names.schema() == null ? database.schema() : names.schema();
    Syntax syntax = Syntax.of(database.engine().dialect());
    return new PostgresWakeups(
        transactions,
        source::openToKeep,
        PostgresWakeups.channel(schema, names.taskMeta()),
        connection -> new TaskRows(transactions.keeping(connection), syntax, expiry));
  }

  @Override
  public ReportStore reports(StoreContext context) {
    ConnectionSource source = connect(context, false);
    try {
      Engine engine = Database.ask(source).engine();
      SqlNames names = new SqlNames(engine, context.settings().tableNames());
      DSLContext template =
          DSL.using(engine.dialect(), names.jooqSettings().withExecuteLogging(false));
      return new SqlReportStore(
          Transactions.of(source, template, new ErrorTranslator(engine, source)),
          Syntax.of(engine.dialect()),
          names.qualified(names.taskView()),
          Clock.systemUTC(),
          source::close);
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  @Override
  public SchemaAdministration schema(StoreContext context) {
    return new OwnConnection(context);
  }

  /** The schema's administration, each call on a connection of its own. */
  private record OwnConnection(StoreContext context) implements SchemaAdministration {

    private interface Question<T> {
      T ask(SchemaAdministration schema);
    }

    @Override
    public List<String> migrate() {
      return with(true, SchemaAdministration::migrate);
    }

    @Override
    public String plan() {
      return with(false, SchemaAdministration::plan);
    }

    @Override
    public String plan(Map<DatabaseRole, String> roles) {
      return with(false, schema -> schema.plan(roles));
    }

    @Override
    public String cleanupScript(
        ProcedureSchedule schedule, Duration every, Duration longest, TaskError lostTask) {
      try (ConnectionSource source = connect(context, false)) {
        Database database = Database.ask(source);
        schema(source, database.engine(), context).validate();
        return new CleanupScript(database, context.settings(), lostTask)
            .text(schedule, every, longest);
      }
    }

    @Override
    public List<Finding> diagnose() {
      try (ConnectionSource source = connect(context, false)) {
        return diagnose(source);
      } catch (BackendUnavailableException e) {
        return List.of(Finding.error("connection", "database", e.getMessage(), ""));
      }
    }

    private List<Finding> diagnose(ConnectionSource source) {
      try {
        Database database = Database.ask(source);
        Settings settings = context.settings();
        // Its connections are the source's, which closes them.
        ResultStore store = store(source, database, settings);
        SchemaTarget target = target(source, database.engine(), context);
        return new Doctor(target, store, settings, Clock.systemUTC()).findings();
      } catch (SQLException e) {
        return List.of(
            Finding.error("connection", source.place(), String.valueOf(e.getMessage()), ""));
      } catch (ConfigurationException e) {
        // The URL and the settings were right so far: it is the server that is not.
        return List.of(Finding.error("version", source.place(), e.getMessage(), ""));
      }
    }

    @Override
    public void validate() {
      with(
          false,
          schema -> {
            schema.validate();
            return true;
          });
    }

    @Override
    public void drop() {
      with(
          false,
          schema -> {
            schema.drop();
            return true;
          });
    }

    private <T> T with(boolean createIfMissing, Question<T> question) {
      try (ConnectionSource source = connect(context, createIfMissing)) {
        Engine engine = Database.ask(source).engine();
        return question.ask(schema(source, engine, context));
      }
    }
  }
}
