package live.nio.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import live.nio.sfu.net.IceTcpListener.Limits;
import live.nio.sfu.stun.StunWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Connections to a listener on the loopback interface.
class IceTcpListenerTest {
  private static final byte[] CHECK =
      new StunWriter().request(new byte[12]).username("a:b").fingerprint().toBytes();

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Received(NetworkPath path, byte[] bytes) {}

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private IceTcpListener listener = listen(Limits.defaults());

  private IceTcpListener listen(Limits limits) {
    return IceTcpListener.open(
        InetAddress.getLoopbackAddress(),
        0,
        limits,
        (path, buffer, offset, length) ->
            received.add(new Received(path, Arrays.copyOfRange(buffer, offset, offset + length))));
  }

  private void listenAgain(Limits limits) {
    listener.close();
    listener = listen(limits);
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, byte[]... frames) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    for (byte[] frame : frames) {
      out.writeShort(frame.length);
      out.write(frame);
    }
  }

  private Received take() throws InterruptedException {
    Received taken = received.poll(20, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came");
    }
    return taken;
  }

  @Nested
  class AConnection {
    @Test
    void isAPathOfDatagrams() throws Exception {
      try (Socket socket = connect()) {
        send(socket, CHECK, new byte[] {1}, new byte[] {2, 3});

        Received first = take();
        assertThat(first.bytes()).isEqualTo(CHECK);
        assertThat(first.path().isTcp()).isTrue();
        assertThat(first.path().remote().getPort()).isEqualTo(socket.getLocalPort());
        assertThat(take().bytes()).containsExactly(1);
        Received third = take();
        assertThat(third.bytes()).containsExactly(2, 3);
        assertThat(third.path()).isSameAs(first.path());
      }
    }

    @Test
    void takesWhatAnyOutboxSends() throws Exception {
      try (Socket socket = connect();
          MediaSocket media = MediaSockets.open(InetAddress.getLoopbackAddress(), 0, 1).getFirst();
          MediaSocket portable = MediaSockets.portable(InetAddress.getLoopbackAddress(), 0)) {
        send(socket, CHECK);
        NetworkPath path = take().path();
        for (int i = 0; i < 100; i++) {
          media.outbox().send(path, new byte[] {(byte) i, 9}, 0, 2);
        }
        media.outbox().flush();
        portable.outbox().send(path, new byte[] {100}, 0, 1);

        DataInputStream in = new DataInputStream(socket.getInputStream());
        for (int i = 0; i < 100; i++) {
          assertThat(in.readUnsignedShort()).isEqualTo(2);
          assertThat(in.readByte()).isEqualTo((byte) i);
          assertThat(in.readByte()).isEqualTo((byte) 9);
        }
        assertThat(in.readUnsignedShort()).isEqualTo(1);
        assertThat(in.readByte()).isEqualTo((byte) 100);
      }
    }

    @Test
    void thatDoesNotReadLosesDatagramsAndNothingBlocks() throws Exception {
      try (Socket socket = connect();
          MediaSocket media =
              MediaSockets.open(InetAddress.getLoopbackAddress(), 0, 1).getFirst()) {
        send(socket, CHECK);
        NetworkPath path = take().path();
        byte[] datagram = new byte[1_200];
        for (int i = 0; i < 20_000 && listener.dropped() == 0; i++) {
          media.outbox().send(path, datagram, 0, datagram.length);
        }

        assertThat(listener.dropped()).isPositive();
      }
    }
  }

  @Nested
  class IsClosed {
    private void assertClosed(Socket socket) throws IOException {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenItDoesNotBeginWithStun() throws Exception {
      try (Socket socket = connect()) {
        send(socket, new byte[] {'G', 'E', 'T'});
        assertClosed(socket);
        assertThat(received).isEmpty();
      }
    }

    @Test
    void whenAFrameIsTooLong() throws Exception {
      try (Socket socket = connect()) {
        send(socket, CHECK);
        take();
        new DataOutputStream(socket.getOutputStream()).writeShort(0xFFFF);
        assertClosed(socket);
      }
    }

    @Test
    void whenItSaysNothing() throws Exception {
      listenAgain(new Limits(10, 10, Duration.ofMillis(20), Duration.ofMillis(20)));
      try (Socket silent = connect();
          Socket shortSpoken = connect()) {
        send(shortSpoken, CHECK);
        assertClosed(silent);
        assertClosed(shortSpoken);
      }
    }

    @Test
    void whenThereAreTooManyOfItsAddress() throws Exception {
      listenAgain(new Limits(10, 2, Duration.ofSeconds(10), Duration.ofSeconds(10)));
      try (Socket first = connect();
          Socket second = connect()) {
        send(first, CHECK);
        take();
        send(second, CHECK);
        take();
        try (Socket third = connect()) {
          assertClosed(third);
        }
        assertThat(listener.refused()).isEqualTo(1);
        assertThat(listener.connections()).isEqualTo(2);
      }
    }

    @Test
    void withTheListener() throws Exception {
      try (Socket socket = connect()) {
        send(socket, CHECK);
        take();
        listener.close();
        assertClosed(socket);
      }
    }
  }
}
