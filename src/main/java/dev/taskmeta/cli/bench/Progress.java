package dev.taskmeta.cli.bench;

/** Is told how far a benchmark is. */
@FunctionalInterface
public interface Progress {

  /**
   * Shows where it is.
   *
   * @param what a few words, such as {@code store, 64 callers, 100 B: warming up}
   */
  void at(String what);
}
