package dev.taskmeta.internal.database;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Makes sockets for a connection that listens. pgjdbc gives a notification only after it has looked
 * for another one, and to look it reads with a timeout of 1 ms, the shortest there is: half of what
 * a wake-up takes. These sockets answer such a read at once if nothing has come. pgjdbc makes one
 * of these by the name of the class.
 */
public final class PromptSocketFactory extends SocketFactory {

  /** For the driver. */
  public PromptSocketFactory() {}

  @Override
  public Socket createSocket() {
    return new PromptSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    Socket socket = createSocket();
    socket.bind(new InetSocketAddress(localAddress, localPort));
    socket.connect(new InetSocketAddress(address, port));
    return socket;
  }

  /** A socket on which a read that may take 1 ms takes none. */
  private static final class PromptSocket extends Socket {

    private static final int GLANCE_MILLIS = 1;

    private volatile boolean glances;
    private boolean given;

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
      glances = timeout == GLANCE_MILLIS;
      super.setSoTimeout(timeout);
    }

    /**
     * The first stream is the driver's. A second one is that of TLS, which must not be interrupted
     * within a record more often than it would be anyway.
     */
    @Override
    public synchronized InputStream getInputStream() throws IOException {
      InputStream plain = super.getInputStream();
      if (given) {
        return plain;
      }
      given = true;
      return new Prompt(plain);
    }

    private final class Prompt extends FilterInputStream {

      Prompt(InputStream plain) {
        super(plain);
      }

      @Override
      public int read() throws IOException {
        checkGlance();
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        checkGlance();
        return super.read(bytes, from, length);
      }

      private void checkGlance() throws IOException {
        if (glances && in.available() == 0) {
          throw new SocketTimeoutException("nothing has come");
        }
      }
    }
  }
}
