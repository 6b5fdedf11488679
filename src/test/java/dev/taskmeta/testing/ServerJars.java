package dev.taskmeta.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the jars with server binaries that the build copies to one directory. */
final class ServerJars {
  private ServerJars() {}

  static Path directory() {
    return Path.of(System.getProperty("taskmeta.test.servers", "target/servers")).toAbsolutePath();
  }

  static Path find(String artifact) throws Unavailable {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!platform.equals("Linux amd64")) {
      throw new Unavailable(
          "the binaries of " + artifact + " are for Linux amd64, not " + platform);
    }
    Path jar = directory().resolve(artifact + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new Unavailable("no " + jar + " (mvn generate-test-resources copies it)");
    }
    return jar;
  }
}
