package dev.taskmeta.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** PostgreSQL servers from the binaries that the build has copied from Maven Central. */
final class PostgresqlBinaries {
  private PostgresqlBinaries() {}

  static ServerSource source(String artifact) {
    return engine -> {
      Path jar = ServerJars.find(artifact);
      try {
        // Not below target: as root the server runs as another user, who may not get there.
        Path directory = Files.createTempDirectory("taskmeta-" + artifact + "-");
        ServerUser user = ServerUser.current();
        Path home = unpack(jar, directory.resolve("home"));
        return start(artifact, engine, directory, home, user);
      } catch (IOException e) {
        throw new Unavailable(artifact + " does not unpack: " + e.getMessage(), e);
      }
    };
  }

  private static Path unpack(Path jar, Path home) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry("postgres-linux-x86_64.txz");
      try (var input = zip.getInputStream(entry)) {
        Archives.unpackTarXz(input, home);
      }
    }
    return home;
  }

  private static TestServer start(
      String artifact, TestEngine engine, Path directory, Path home, ServerUser user)
      throws IOException, Unavailable {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path password = Files.writeString(directory.resolve("password"), Account.ADMIN.password());
    user.own(directory);
    user.own(data);
    user.own(password);
    List<String> initialise = user.command(home.resolve("bin/initdb"));
    initialise.addAll(List.of("-D", data.toString(), "-U", Account.ADMIN.user()));
    initialise.addAll(List.of("-A", "scram-sha-256", "--pwfile", password.toString()));
    initialise.addAll(List.of("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"));
    LocalServer.run(directory.resolve("initdb.log"), initialise);

    int port = Ports.free();
    List<String> command = user.command(home.resolve("bin/postgres"));
    command.addAll(List.of("-D", data.toString(), "-p", String.valueOf(port)));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1"));
    command.addAll(List.of("-c", "unix_socket_directories=" + directory));
    List<String> options = new ArrayList<>(engine.serverCommand());
    command.addAll(options.subList(1, options.size()));
    LocalServer server = new LocalServer("binaries " + artifact, directory, port, command);
    server.start();
    return server;
  }
}
