package dev.taskmeta.internal.settings;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes in bytes: 1048576, 64MiB, 20MB. */
public final class SizeText {

  /** What {@link #parse} reads, for messages and tables. */
  public static final String WORDS = "a size: bytes (65536) or units (64MiB, 512KiB, 20MB, 1GB)";

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*([a-z]*)", Pattern.CASE_INSENSITIVE);

  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kb",
          1_000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30);

  private SizeText() {}

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException if the text is no whole number of bytes
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    Long unit = UNITS.get(size.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      throw new IllegalArgumentException(
          "unknown unit '" + size.group(2) + "' (known: B, kB, MB, GB, KiB, MiB, GiB)");
    }
    try {
      return new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("not a whole number of bytes within 64 bits", e);
    }
  }

  /** Writes a size in the largest binary unit that fits it exactly: 64MiB, 1000B. */
  public static String format(long bytes) {
    if (bytes != 0 && bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "GiB";
    }
    if (bytes != 0 && bytes % (1L << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    if (bytes != 0 && bytes % (1L << 10) == 0) {
      return (bytes >> 10) + "KiB";
    }
    return bytes + "B";
  }
}
