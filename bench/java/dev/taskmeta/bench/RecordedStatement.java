package dev.taskmeta.bench;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A statement as Taskmeta sent it.
 *
 * @param sql its text
 * @param parameters its parameters by their index
 */
record RecordedStatement(String sql, Map<Integer, Object> parameters) {

  /** A parameter that was NULL, with the type it was said to be of. */
  record Null(int sqlType) {}

  private static final Pattern TIME_TEXT = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ].*");
  private static final DateTimeFormatter PLAIN_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter ISO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  RecordedStatement {
    parameters = new TreeMap<>(parameters);
  }

  /** Sets the parameters for another task: with its id and token, and with the time it is now. */
  void bind(PreparedStatement statement, String sampleId, String taskId, long token)
      throws SQLException {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    for (Map.Entry<Integer, Object> parameter : parameters.entrySet()) {
      Object value = parameter.getValue();
      int index = parameter.getKey();
      if (value instanceof Null nothing) {
        statement.setNull(index, nothing.sqlType());
      } else if (value.equals(sampleId)) {
        statement.setString(index, taskId);
      } else if (isToken(value)) {
        statement.setLong(index, token);
      } else if (value instanceof OffsetDateTime) {
        statement.setObject(index, now);
      } else if (value instanceof LocalDateTime) {
        statement.setObject(index, now.toLocalDateTime());
      } else if (isTime(value)) {
        boolean iso = value.toString().contains("T");
        statement.setString(index, (iso ? ISO_TIME : PLAIN_TIME).format(now));
      } else {
        statement.setObject(index, value);
      }
    }
  }

  /** Whether a value is the token that tells a store from all others: no other number is so big. */
  static boolean isToken(Object value) {
    return value instanceof Long number && Math.abs(number) > 1L << 50;
  }

  static boolean isTime(Object value) {
    return value instanceof OffsetDateTime
        || value instanceof LocalDateTime
        || value instanceof String text && TIME_TEXT.matcher(text).matches();
  }
}
