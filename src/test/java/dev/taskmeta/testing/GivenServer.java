package dev.taskmeta.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A server that somebody else runs, named by a URL in the environment; its user must be an
 * administrator.
 */
record GivenServer(String origin, String host, int port, Account admin) implements TestServer {

  /** A source that answers when the variable is set and the server's version is wanted. */
  static ServerSource source(String variable, Predicate<String> wanted) {
    return engine -> {
      String url = System.getenv(variable);
      if (url == null || url.isBlank()) {
        throw new Unavailable("no " + variable);
      }
      GivenServer server = parse(variable, url, engine);
      String version = version(server, engine);
      if (!wanted.test(version)) {
        throw new Unavailable(variable + " leads to version " + version);
      }
      return server;
    };
  }

  private static GivenServer parse(String variable, String url, TestEngine engine)
      throws Unavailable {
    URI uri = URI.create(url.replaceFirst("^(jdbc:|db\\+)", ""));
    String user = uri.getRawUserInfo();
    if (uri.getHost() == null || user == null) {
      throw new Unavailable(
          variable + " is not of the form scheme://user:password@host:port/database");
    }
    String[] parts = user.split(":", 2);
    Account account = new Account(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
    int port = uri.getPort() < 0 ? engine.defaultPort() : uri.getPort();
    return new GivenServer(variable, uri.getHost(), port, account);
  }

  private static String decode(@Nullable String text) {
    return URLDecoder.decode(String.valueOf(text).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String version(TestServer server, TestEngine engine) throws Unavailable {
    try (var connection = engine.connectAsAdmin(server);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(engine.versionQuery())) {
      rows.next();
      return rows.getString(1).replaceFirst("^PostgreSQL ", "");
    } catch (SQLException e) {
      throw new Unavailable(server.origin() + " does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void kill() {
    throw new UnsupportedOperationException("not ours to kill: " + origin);
  }

  @Override
  public void start() {
    throw new UnsupportedOperationException("not ours to start: " + origin);
  }

  @Override
  public void close() {
    // It was running before the tests, and runs on after them.
  }
}
