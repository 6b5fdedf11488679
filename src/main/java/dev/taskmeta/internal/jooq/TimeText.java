package dev.taskmeta.internal.jooq;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as text of fixed width, {@code 2026-11-22T09:10:23.123456Z}. The formatters of {@code
 * java.time} take several microseconds for each; a row has half a dozen.
 */
final class TimeText {

  private static final String TEMPLATE = "0000-00-00T00:00:00.000000Z";

  private TimeText() {}

  static String format(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    char[] text = TEMPLATE.toCharArray();
    write(text, 4, utc.getYear());
    write(text, 7, utc.getMonthValue());
    write(text, 10, utc.getDayOfMonth());
    write(text, 13, utc.getHour());
    write(text, 16, utc.getMinute());
    write(text, 19, utc.getSecond());
    write(text, 26, utc.getNano() / 1_000);
    return new String(text);
  }

  private static void write(char[] text, int end, int number) {
    int at = end;
    for (int rest = number; rest > 0; rest /= 10) {
      text[--at] = (char) ('0' + rest % 10);
    }
  }

  static Instant parse(String text) {
    if (text.length() != TEMPLATE.length()) {
      // Written by hand, perhaps: whatever is a time will do.
      return Instant.parse(text);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 26) * 1_000)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("'" + text + "' is not a time like " + TEMPLATE);
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
