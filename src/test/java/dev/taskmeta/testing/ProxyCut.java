package dev.taskmeta.testing;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When to cut: at a request, at a reply, or after a number of bytes from the server. */
record ProxyCut(@Nullable Pattern request, @Nullable Pattern reply, AtomicLong serverBytes) {

  static ProxyCut ofRequest(String text) {
    return new ProxyCut(anyCase(Pattern.quote(text)), null, new AtomicLong(Long.MAX_VALUE));
  }

  /**
   * Either end tells: MySQL's protocol names the command in the request only, and PostgreSQL, once
   * the command is a prepared statement, in the reply only. "autocommit" is none.
   */
  static ProxyCut ofCommit() {
    return new ProxyCut(
        anyCase("(?<![a-z])commit(?![a-z])"),
        Pattern.compile("COMMIT\0"),
        new AtomicLong(Long.MAX_VALUE));
  }

  static ProxyCut afterServerBytes(long bytes) {
    return new ProxyCut(null, null, new AtomicLong(bytes));
  }

  /** Returns how many of these bytes may pass; fewer than asked means: cut. */
  long takeServerBytes(int length) {
    long before = serverBytes.getAndUpdate(left -> Math.max(0, left - length));
    return Math.min(before, length);
  }

  private static Pattern anyCase(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
  }
}
