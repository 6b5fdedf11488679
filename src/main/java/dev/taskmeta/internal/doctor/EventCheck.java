package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A cleanup that an event of MySQL or MariaDB calls needs the scheduler of events. */
final class EventCheck implements Check {

  static final String NAME = "events";

  private record Event(String name, String status, String body) {}

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    if (!examination.engine().runsEvents()) {
      return List.of();
    }
    List<Event> ours =
        examination
            .queries()
            .rows(
                "select event_name, status, event_definition from information_schema.events"
                    + " where event_schema = coalesce(?, database())",
                row -> new Event(row.getString(1), row.getString(2), row.getString(3)),
                examination.names().schema())
            .stream()
            .filter(event -> isOurs(event, examination))
            .toList();
    if (ours.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    if (!examination.queries().first("select @@event_scheduler").filter("ON"::equals).isPresent()) {
      findings.add(
          Finding.error(
              NAME,
              "event_scheduler",
              "the scheduler of events is off: the event %s, which cleans up, never runs"
                  .formatted(ours.get(0).name),
              "set global event_scheduler = on;\n"
                  + "-- and event_scheduler = ON in the server's configuration"));
    }
    ours.stream()
        .filter(event -> !event.status.equals("ENABLED"))
        .forEach(
            event ->
                findings.add(
                    Finding.warning(
                        NAME,
                        event.name,
                        "the event, which cleans up, is " + event.status.toLowerCase(Locale.ROOT),
                        "alter event %s enable;".formatted(examination.table(event.name)))));
    return findings;
  }

  /** The printed script's, or one that calls its procedure or works on our tables. */
  private static boolean isOurs(Event event, Examination examination) {
    return event.body.contains(examination.names().cleanupProcedure())
        || event.body.contains(examination.names().named("task_meta"));
  }
}
