package dev.taskmeta.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on the loopback interface in front of a server, which can lose replies: the server does
 * what it was asked, and the client never hears of it. It reads along only where the connection is
 * not encrypted, as with {@link TestSchema#dataSource(TcpProxy)}. Safe for use by several threads.
 */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable ProxyCut> cut = new AtomicReference<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean refusing;

  private TcpProxy(String host, int port) throws IOException {
    this.server = new InetSocketAddress(host, port);
    this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    daemon("accept", this::acceptAll);
  }

  /**
   * Starts a proxy in front of the server of a schema.
   *
   * @throws IOException if no port is free
   */
  public static TcpProxy inFrontOf(TestSchema schema) throws IOException {
    return new TcpProxy(schema.host(), schema.port());
  }

  static TcpProxy inFrontOf(int port) throws IOException {
    return new TcpProxy("127.0.0.1", port);
  }

  /** Returns the proxy's own port on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Lets the next COMMIT through to the server, once, and cuts the connection instead of passing on
   * the reply. An autocommitted statement is no COMMIT; see {@link #cutReplyTo(String)}.
   */
  public void cutReplyToCommit() {
    cut.set(ProxyCut.ofCommit());
  }

  /**
   * Lets the next request with this text (in any case) through to the server, once, and cuts the
   * connection instead of passing on the reply.
   */
  public void cutReplyTo(String text) {
    cut.set(ProxyCut.ofRequest(text));
  }

  /** Passes on so many more bytes from the server, then cuts that connection, once. */
  public void cutAfterServerBytes(long bytes) {
    cut.set(ProxyCut.afterServerBytes(bytes));
  }

  /** Cuts every connection and refuses new ones, until {@link #accept()}. */
  public void refuse() {
    refusing = true;
    open.forEach(ProxiedConnection::close);
  }

  /** Takes connections again after {@link #refuse()}. */
  public void accept() {
    refusing = false;
  }

  /** Returns how many connections were ever passed on to the server. */
  public int connections() {
    return connections.get();
  }

  /** Returns how many connections are open now. */
  public int openConnections() {
    return open.size();
  }

  /** Returns how many replies were cut. */
  public int cuts() {
    return cuts.get();
  }

  /** Stops listening and cuts every connection. */
  @Override
  public void close() throws IOException {
    refusing = true;
    listener.close();
    open.forEach(ProxiedConnection::close);
  }

  AtomicReference<@Nullable ProxyCut> cut() {
    return cut;
  }

  void countCut() {
    cuts.incrementAndGet();
  }

  void ended(ProxiedConnection connection) {
    open.remove(connection);
  }

  static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "proxy " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          reset(client);
        } else {
          pass(client);
        }
      } catch (IOException e) {
        // The listener was closed, or the server refuses: the client sees its socket closed.
      }
    }
  }

  private void pass(Socket client) throws IOException {
    Socket upstream = new Socket();
    try {
      upstream.connect(server);
    } catch (IOException e) {
      reset(client);
      throw e;
    }
    ProxiedConnection connection = new ProxiedConnection(this, client, upstream);
    open.add(connection);
    connections.incrementAndGet();
    connection.start();
    if (refusing) {
      connection.close();
    }
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }
}
