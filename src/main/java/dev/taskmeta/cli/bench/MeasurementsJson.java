package dev.taskmeta.cli.bench;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Measurements as a JSON list of objects. */
public final class MeasurementsJson {

  private MeasurementsJson() {}

  /** Returns the list as JSON. */
  public static String text(List<Measurement> measurements) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      measurements.forEach(measurement -> write(json, measurement));
      json.writeEndArray();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Measurement measurement) {
    json.writeStartObject();
    json.writeStringProperty("work", measurement.work().key());
    json.writeStringProperty("backend", measurement.backend());
    json.writeNumberProperty("callers", measurement.callers());
    json.writeNumberProperty("payload_bytes", measurement.payloadBytes());
    json.writeNumberProperty("seconds", rounded(measurement.seconds()));
    json.writeNumberProperty("rate_per_s", rounded(measurement.ratePerSecond()));
    json.writeNumberProperty("p50_ms", rounded(measurement.p50Millis()));
    json.writeNumberProperty("p99_ms", rounded(measurement.p99Millis()));
    json.writeNumberProperty("longest_ms", rounded(measurement.longestMillis()));
    json.writeNumberProperty("errors", measurement.errors());
    json.writeEndObject();
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
  }
}
