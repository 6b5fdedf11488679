package dev.taskmeta.cli;

import java.util.List;

/** Numbers as small drawings of block characters. */
final class Bars {

  private static final String RISING = "▁▂▃▄▅▆▇█";
  private static final String GROWING = "▏▎▍▌▋▊▉█";
  private static final int EIGHTHS = 8;
  private static final int WIDTH = 10;

  private Bars() {}

  /** A bar in proportion to the most; what is more than nothing shows. */
  static String bar(long number, long most) {
    if (number <= 0) {
      return "";
    }
    int eighths = Math.max(1, (int) Math.round((double) number * WIDTH * EIGHTHS / most));
    String whole = String.valueOf(GROWING.charAt(EIGHTHS - 1)).repeat(eighths / EIGHTHS);
    int rest = eighths % EIGHTHS;
    return rest == 0 ? whole : whole + GROWING.charAt(rest - 1);
  }

  /** Numbers side by side as columns, as high as they are beside the most; nothing is a space. */
  static String course(List<Long> numbers) {
    long most = numbers.stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder course = new StringBuilder();
    for (long number : numbers) {
      int height = most == 0 ? 0 : (int) Math.ceil((double) number * EIGHTHS / most);
      course.append(height == 0 ? ' ' : RISING.charAt(height - 1));
    }
    return course.toString();
  }
}
