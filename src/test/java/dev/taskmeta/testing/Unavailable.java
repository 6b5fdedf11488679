package dev.taskmeta.testing;

/** Says why a server cannot be had on this machine, in words that name the remedy. */
final class Unavailable extends Exception {
  Unavailable(String reason) {
    super(reason);
  }

  Unavailable(String reason, Throwable cause) {
    super(reason, cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
