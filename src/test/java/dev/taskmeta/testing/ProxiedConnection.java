package dev.taskmeta.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: a thread in each direction. */
final class ProxiedConnection {
  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server;
  private volatile boolean loseReply;

  ProxiedConnection(TcpProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  void start() {
    TcpProxy.daemon("requests", () -> pump(client, server, this::passRequest));
    TcpProxy.daemon("replies", () -> pump(server, client, this::passReply));
  }

  /** What happens to one piece of the stream; false ends the connection. */
  @FunctionalInterface
  private interface Piece {
    boolean pass(byte[] bytes, int length, StreamText text, OutputStream to) throws IOException;
  }

  private void pump(Socket from, Socket to, Piece piece) {
    StreamText text = new StreamText();
    byte[] bytes = new byte[16 * 1024];
    try {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      for (int length = input.read(bytes); length >= 0; length = input.read(bytes)) {
        text.add(bytes, length);
        if (!piece.pass(bytes, length, text, output)) {
          proxy.countCut();
          break;
        }
      }
    } catch (IOException e) {
      // One side has gone: so does the other.
    } finally {
      close();
    }
  }

  private boolean passRequest(byte[] bytes, int length, StreamText text, OutputStream to)
      throws IOException {
    ProxyCut cut = proxy.cut().get();
    if (cut != null && text.newlyMatches(cut.request()) && claim(cut)) {
      loseReply = true;
    }
    to.write(bytes, 0, length);
    return true;
  }

  private boolean passReply(byte[] bytes, int length, StreamText text, OutputStream to)
      throws IOException {
    if (loseReply) {
      return false;
    }
    ProxyCut cut = proxy.cut().get();
    if (cut != null && text.newlyMatches(cut.reply()) && claim(cut)) {
      return false;
    }
    long passed = cut == null ? length : Math.min(length, cut.takeServerBytes(length));
    to.write(bytes, 0, (int) passed);
    return passed == length || !claim(cut);
  }

  private boolean claim(@Nullable ProxyCut cut) {
    return proxy.cut().compareAndSet(cut, null);
  }

  void close() {
    proxy.ended(this);
    closeQuietly(client);
    closeQuietly(server);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }
}
