package dev.taskmeta.internal.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The text that a table of SQLite was made by, taken apart.
 *
 * @param columns what stands behind each column's name
 * @param constraints those of the table, by their names
 * @param options what stands behind the last parenthesis
 */
record SqliteTable(Map<String, String> columns, Map<String, String> constraints, String options) {

  static SqliteTable parse(String sql) {
    String plain = plain(sql);
    int begin = plain.indexOf('(');
    Map<String, String> columns = new LinkedHashMap<>();
    Map<String, String> constraints = new LinkedHashMap<>();
    List<String> parts = parts(plain, begin + 1);
    for (String part : parts.subList(0, parts.size() - 1)) {
      String[] words = part.split(" ", 3);
      if (words[0].equalsIgnoreCase("constraint")) {
        constraints.put(words[1], words[2]);
      } else if (part.toLowerCase(Locale.ROOT)
          .matches("(primary key|unique|check|foreign key)\\b.*")) {
        constraints.put("unnamed_" + (constraints.size() + 1), part);
      } else {
        columns.put(words[0], part.substring(words[0].length()).strip());
      }
    }
    return new SqliteTable(columns, constraints, parts.get(parts.size() - 1).strip());
  }

  /** Splits at the commas that are in no parentheses and no quotes, up to the closing one. */
  private static List<String> parts(String sql, int begin) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = begin;
    boolean quoted = false;
    for (int at = begin; at < sql.length(); at++) {
      char sign = sql.charAt(at);
      if (sign == '\'') {
        quoted = !quoted;
      } else if (quoted) {
        continue;
      } else if (sign == '(') {
        depth++;
      } else if (sign == ')' && depth-- == 0) {
        parts.add(sql.substring(start, at).strip());
        parts.add(sql.substring(at + 1));
        return parts;
      } else if (sign == ',' && depth == 0) {
        parts.add(sql.substring(start, at).strip());
        start = at + 1;
      }
    }
    throw new IllegalStateException("no end of " + sql);
  }

  /** Takes away comments, line breaks and the quotes around names. */
  static String plain(String sql) {
    StringBuilder plain = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < sql.length(); at++) {
      char sign = sql.charAt(at);
      if (!quoted && sign == '-' && at + 1 < sql.length() && sql.charAt(at + 1) == '-') {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
        plain.append(' ');
      } else if (quoted || sign != '"') {
        quoted ^= sign == '\'';
        plain.append(sign);
      }
    }
    return plain.toString().replaceAll("\\s+", " ").replace("( ", "(").replace(" )", ")").strip();
  }
}
