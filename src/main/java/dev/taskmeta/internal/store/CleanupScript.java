package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;

import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.TaskError;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.ProcedureSeal;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.settings.DurationText;
import dev.taskmeta.retention.Cleanup;
import dev.taskmeta.retention.ProcedureSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Prints the cleanup as a procedure of the database, and what calls it on a schedule. */
final class CleanupScript {

  private static final Pattern PLACEHOLDER = Pattern.compile("( *)(.*?)\\$\\{([a-z_]+)\\}");

  private final Engine engine;
  private final Settings settings;
  private final SqlNames names;
  private final @Nullable String schema;
  private final TaskError lostTask;

  CleanupScript(Database database, Settings settings, TaskError lostTask) {
    TableNames tables = settings.tableNames();
    this.engine = database.engine();
    this.settings = settings;
    this.lostTask = lostTask;
    // On MySQL a procedure works in its own database, whoever calls it.
    this.schema = tables.schema() == null ? database.schema() : tables.schema();
    this.names = new SqlNames(engine, tables.inSchema(schema));
  }

  /** As {@link dev.taskmeta.spi.SchemaAdministration#cleanupScript}. */
  String text(ProcedureSchedule schedule, Duration every, Duration longest) {
    CallSchedule calls = CallSchedule.of(engine, schedule, every);
    String header = header(schedule, every, longest);
    String procedure = procedure(longest);
    String qualified = names.qualified(names.cleanupProcedure());
    return switch (schedule) {
      case SHELL -> calls.shell(header + procedure, qualified);
      case PG_CRON -> header + procedure + calls.pgCron(qualified, names.cleanupProcedure());
      case MYSQL_EVENT -> header + procedure + calls.event(qualified);
    };
  }

  private String header(ProcedureSchedule schedule, Duration every, Duration longest) {
    String stop = longest.isZero() ? "" : " --stop-after " + DurationText.format(longest);
    return """
        -- The cleanup as a procedure of %s: it obeys the same policies, holds and lease as taskmeta cleanup, and sends
        -- the same statements. It runs with the rights of whoever calls it. Call it alone: it commits as it goes.
        -- Printed by: taskmeta retention script --for %s --every %s%s
        -- with result_expires=%s, unfinished_expires=%s, task_lost_after=%s: print it anew where they change.
        -- Tell the applications by cleanup_schedule=external that they need not clean up.

        """
        .formatted(
            engine.product(),
            schedule,
            DurationText.format(every),
            stop,
            DurationText.format(settings.resultExpires()),
            DurationText.format(settings.unfinishedExpires()),
            DurationText.format(settings.taskLostAfter()));
  }

  private String procedure(Duration longest) {
    boolean postgresql = engine == Engine.POSTGRESQL;
    String text = resource(postgresql ? "cleanup-postgresql.sql" : "cleanup-mysql.sql");
    Map<String, String> values = values(longest);
    String body = postgresql ? between(text, "$taskmeta$", "$taskmeta$") : body(text);
    String filled = filled(body, values);
    String comment = literal(ProcedureSeal.comment(filled));
    values.put("comment", comment);
    int from = text.indexOf(body);
    String whole =
        filled(text.substring(0, from), values)
            + filled
            + filled(text.substring(from + body.length()), values);
    return postgresql
        ? whole
            + "%ncomment on procedure %s() is %s;%n"
                .formatted(names.qualified(names.cleanupProcedure()), comment)
        : whole;
  }

  private static String body(String text) {
    return "begin" + between(text, "\nbegin", "\nend$$") + "\nend";
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private Map<String, String> values(Duration longest) {
    org.jooq.conf.Settings rendering =
        names.jooqSettings().withExecuteLogging(false).withRenderFormatted(true);
    DSLContext sql = DSL.using(engine.dialect(), rendering);
    boolean postgresql = engine == Engine.POSTGRESQL;
    String collation = engine == Engine.MARIADB ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    PickedIds ids = postgresql ? new PickedIds.Array() : new PickedIds.Json(collation);
    Map<String, String> values =
        new HashMap<>(
            new ProcedureStatements(
                    sql, Syntax.of(engine.dialect()), Expiry.of(settings), lostTask, ids)
                .texts(Cleanup.LEASE));
    names.byPlaceholder().forEach((word, table) -> values.put(word, names.qualified(table)));
    values.put("procedure", names.qualified(names.cleanupProcedure()));
    values.put("collation", collation);
    values.put("rows", String.valueOf(Cleanup.removedAtOnce(settings)));
    values.put("aim", seconds(Cleanup.AIM));
    values.put("first", String.valueOf(Cleanup.FIRST_BATCH));
    values.put("rate", String.valueOf(settings.cleanupRowsPerSecond()));
    values.put("pause", seconds(settings.cleanupPause()));
    values.put("longest", seconds(longest));
    String archive = names.named(TASK_ARCHIVE.getName());
    values.put("archive", names.qualified(archive));
    values.put("archive_text", literal(names.qualified(archive)));
    values.put("archive_name", literal(archive));
    values.put("archive_schema", schema == null ? "database()" : literal(schema));
    return values;
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toMillis() / 1e3);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Puts statements in their places, each line as far in as its first. */
  private static String filled(String text, Map<String, String> values) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(
        match -> {
          String value = Objects.requireNonNull(values.get(match.group(3)), match.group(3));
          String indented = value.replace("\n", "\n" + match.group(1));
          return Matcher.quoteReplacement(match.group(1) + match.group(2) + indented);
        });
  }

  private static String resource(String name) {
    try (InputStream in = CleanupScript.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
