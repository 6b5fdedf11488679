package dev.taskmeta.bench;

/** What a Java process takes that does nothing. */
final class EmptyProgram {

  private EmptyProgram() {}

  public static void main(String[] args) {}
}
