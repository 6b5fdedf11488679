package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class PromptSocketFactoryTest {

  @Test
  void aGlanceSeesWhatHasComeAndNeverWaits() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, here);
        Socket socket = new PromptSocketFactory().createSocket(here, server.getLocalPort());
        Socket other = server.accept()) {
      InputStream in = socket.getInputStream();
      socket.setSoTimeout(1);
      assertThatThrownBy(in::read)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("nothing has come");
      socket.setSoTimeout(0);
      other.getOutputStream().write(new byte[] {'a', 'b', 'c'});
      assertThat(in.read()).isEqualTo('a');
      socket.setSoTimeout(1);
      assertThat(in.read(new byte[2])).isEqualTo(2);
      assertThatThrownBy(() -> in.read(new byte[2])).hasMessage("nothing has come");
      InputStream ofTls = socket.getInputStream();
      assertThatThrownBy(ofTls::read)
          .isInstanceOf(SocketTimeoutException.class)
          .extracting(Throwable::getMessage)
          .isNotEqualTo("nothing has come");
    }
  }
}
