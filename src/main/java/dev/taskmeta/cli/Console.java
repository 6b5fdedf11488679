package dev.taskmeta.cli;

import dev.taskmeta.Finding;
import dev.taskmeta.TaskState;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Prints for people and for programs: results to standard output, all else to standard error. */
final class Console {

  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String CYAN = "36";
  private static final int FIRST_CONTROL_PICTURE = 0x2400;

  private final Surroundings surroundings;
  private final PrintWriter out;
  private final PrintWriter err;

  Console(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.out = writer(surroundings.out());
    this.err = writer(surroundings.err());
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** Prints one line of what was asked for. */
  void line(String text) {
    out.println(text);
  }

  /** Tells something beside what was asked for. */
  void note(String text) {
    err.println("taskmeta: " + clean(text));
  }

  void warning(String text) {
    err.println(paint("taskmeta: warning: ", YELLOW, surroundings.colourErr()) + clean(text));
  }

  void error(String text) {
    err.println(paint("taskmeta: ", RED, surroundings.colourErr()) + clean(text));
  }

  private static String clean(String text) {
    return SecretMask.urls(text);
  }

  /** A state in its colour, padded to a width. */
  String state(TaskState state, int width) {
    String padded = printable(state.name());
    padded = padded + " ".repeat(Math.max(0, width - padded.length()));
    String colour =
        state.equals(TaskState.SUCCESS)
            ? GREEN
            : state.equals(TaskState.FAILURE) ? RED : state.isReady() ? YELLOW : CYAN;
    return paint(padded, colour, surroundings.colourOut());
  }

  /** How bad a finding is, in its colour. */
  String severity(Finding.Severity severity) {
    String colour =
        switch (severity) {
          case ERROR -> RED;
          case WARNING -> YELLOW;
          case INFO -> CYAN;
        };
    return paint(severity.toString(), colour, surroundings.colourOut());
  }

  private static String paint(String text, String colour, boolean paints) {
    return paints ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }

  /** Text of a stranger for a terminal: control characters, which could steer it, as pictures. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              boolean harmless = point == '\n' || point == '\t' || !Character.isISOControl(point);
              printable.appendCodePoint(
                  harmless ? point : point < 0x20 ? FIRST_CONTROL_PICTURE + point : 0xFFFD);
            });
    return printable.toString();
  }
}
