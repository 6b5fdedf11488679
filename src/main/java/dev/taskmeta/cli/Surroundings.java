package dev.taskmeta.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * All that the command line has to do with the world around it.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param environment the environment's variables
 * @param outTerminal whether standard output is a terminal
 * @param errTerminal whether standard error is a terminal
 * @param ownsProcess whether the process is ours, so that its logging, its signals and its standard
 *     input are ours too
 */
record Surroundings(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Map<String, String> environment,
    boolean outTerminal,
    boolean errTerminal,
    boolean ownsProcess) {

  /** The launcher says here which of out and err are terminals; Java cannot tell them apart. */
  private static final String TERMINALS = "taskmeta.terminals";

  /**
   * The surroundings of this process; its output without the buffers of System.out and err. Java
   * 17's FileInputStream cannot read all of a pipe at once, System.in can.
   */
  static Surroundings ofProcess() {
    String terminals = System.getProperty(TERMINALS, "");
    return new Surroundings(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.getenv(),
        terminals.contains("out"),
        terminals.contains("err"),
        true);
  }

  /** Whether text to a terminal may be coloured, see no-color.org. */
  private boolean mayColour() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  boolean colourOut() {
    return outTerminal && mayColour();
  }

  boolean colourErr() {
    return errTerminal && mayColour();
  }
}
