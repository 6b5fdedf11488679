package dev.taskmeta.cli;

import dev.taskmeta.TaskState;
import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportRow;
import dev.taskmeta.report.ReportRow.ErrorExample;
import dev.taskmeta.report.ReportRow.RunSeconds;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A report for programs: the same fields as JSON and as comma-separated values. */
final class ReportData {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int PLACES = 6;

  private final Report report;

  ReportData(Report report) {
    this.report = report;
  }

  /** One JSON object per row. */
  List<String> json() {
    return report.rows().stream().map(this::fields).map(ReportData::object).toList();
  }

  /** A header, then one line per row, as RFC 4180 has it but for the line ends. */
  List<String> csv() {
    List<String> lines = new ArrayList<>();
    ErrorExample example = new ErrorExample(null, "", null);
    ReportRow none = new ReportRow(null, 0, Map.of(), 0, null, example, List.of());
    lines.add(String.join(",", fields(none).keySet()));
    for (ReportRow row : report.rows()) {
      lines.add(
          fields(row).values().stream().map(ReportData::cell).collect(Collectors.joining(",")));
    }
    return lines;
  }

  private Map<String, @Nullable Object> fields(ReportRow row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(report.query().by().name().toLowerCase(Locale.ROOT), row.key());
    if (report.query().by() == Grouping.ERROR && row.error() != null) {
      fields.put("error_fingerprint", row.error().fingerprint());
      fields.put("example_task_id", row.error().taskId());
      fields.put("example_message", row.error().message());
    }
    fields.put("tasks", row.tasks());
    for (TaskState state : TaskState.NAMED) {
      fields.put(state.name().toLowerCase(Locale.ROOT), row.in(state));
    }
    fields.put("other", row.other());
    fields.put("failure_rate", row.ended() == 0 ? null : number(row.failureRate()));
    fields.put("retries", row.retries());
    RunSeconds run = row.runSeconds();
    fields.put("run_seconds_average", run == null ? null : number(run.average()));
    fields.put("run_seconds_p50", run == null ? null : number(run.p50()));
    fields.put("run_seconds_p95", run == null ? null : number(run.p95()));
    fields.put("run_seconds_p99", run == null ? null : number(run.p99()));
    fields.put("run_seconds_longest", run == null ? null : number(run.longest()));
    return fields;
  }

  private static BigDecimal number(double number) {
    return new BigDecimal(number).setScale(PLACES, RoundingMode.HALF_UP);
  }

  private static String object(Map<String, @Nullable Object> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      fields.forEach(
          (name, value) -> {
            if (value instanceof BigDecimal number) {
              json.writeNumberProperty(name, number);
            } else if (value instanceof Long number) {
              json.writeNumberProperty(name, number);
            } else {
              json.writeStringProperty(name, (String) value);
            }
          });
      json.writeEndObject();
    }
    return text.toString();
  }

  private static String cell(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
