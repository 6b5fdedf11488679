package dev.taskmeta;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names this process: host:pid. */
final class ProcessName {

  private ProcessName() {}

  static String current() {
    return host() + ":" + ProcessHandle.current().pid();
  }

  private static String host() {
    String fromEnvironment = System.getenv("HOSTNAME");
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return fromEnvironment.strip();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
