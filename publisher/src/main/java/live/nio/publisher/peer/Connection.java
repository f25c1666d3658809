package live.nio.publisher.peer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import live.nio.sfu.dtls.DtlsConnection;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.net.Outbox;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.srtp.SrtpCrypto;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpReceiver;
import live.nio.sfu.srtp.SrtpSender;
import live.nio.sfu.stun.IceClient;
import live.nio.sfu.stun.IceCredentials;
import live.nio.sfu.stun.IceOptions;
import live.nio.sfu.stun.IceState;
import live.nio.sfu.stun.StunMessage;
import org.jspecify.annotations.Nullable;

/// One peer's transport: a socket, ICE, DTLS, SRTP. Belongs to the loop's thread.
final class Connection {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SrtpCrypto CRYPTO = SrtpCrypto.best();
  private static final int MAX_DATAGRAM = 2048;
  private static final int MAX_EARLY = 256;
  private static final int RECEIVE_BUFFER = 1 << 20;

  /// What is above the transport. On the loop's thread.
  interface Listener {
    /// Media may be sent from now on.
    void connected(long nowNanos);

    /// A decrypted RTP packet; the buffer is reused afterwards.
    void rtp(long nowNanos, byte[] buffer, int offset, int length);

    /// A decrypted compound of RTCP; the buffer is reused afterwards.
    void rtcp(long nowNanos, byte[] buffer, int offset, int length);

    /// A tick of the loop, while connected.
    void poll(long nowNanos);

    /// The connection has ended; not called for [#close].
    void closed(String reason);
  }

  private final PeerLoop loop;
  private final Listener listener;
  private final DatagramChannel channel;
  private final IceClient ice;
  private final DtlsConnection.Role role;
  private final String remoteFingerprint;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = arena.allocate(MAX_DATAGRAM, 64);
  private final ByteBuffer outgoing = memory.asByteBuffer();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(MAX_DATAGRAM);
  private final byte[] buffer = new byte[MAX_DATAGRAM];
  private final Outbox outbox = new Unbatched();
  private final ArrayDeque<byte[]> early = new ArrayDeque<>();

  private @Nullable Path path;
  private @Nullable DtlsConnection dtls;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;
  private boolean closed;
  private long undecipherable;
  private long dropped;

  private record Path(InetSocketAddress remote) implements NetworkPath {
    @Override
    public boolean isTcp() {
      return false;
    }
  }

  /// Opens the socket and sends the first check at once.
  ///
  /// @param role ours in the DTLS handshake
  Connection(
      PeerLoop loop,
      IceCredentials local,
      Description remote,
      DtlsConnection.Role role,
      Listener listener)
      throws IOException {
    this.loop = loop;
    this.listener = listener;
    this.role = role;
    remoteFingerprint = remote.fingerprint();
    boolean onlyV4 =
        remote.candidates().stream().allMatch(c -> c.getAddress().getAddress().length == 4);
    channel = onlyV4 ? DatagramChannel.open(StandardProtocolFamily.INET) : DatagramChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    channel.bind(null);
    List<NetworkPath> candidates =
        remote.candidates().stream().<NetworkPath>map(Path::new).toList();
    ice =
        new IceClient(
            local,
            new IceCredentials(remote.ufrag(), remote.password()),
            candidates,
            IceOptions.defaults(),
            RANDOM);
    loop.add(this, channel);
    poll(System.nanoTime());
  }

  boolean isConnected() {
    return sender != null;
  }

  /// Datagrams that were none of ours, or forged, or came twice.
  long undecipherable() {
    return undecipherable;
  }

  /// Datagrams the socket did not take.
  long dropped() {
    return dropped;
  }

  void poll(long nowNanos) {
    if (closed) {
      return;
    }
    if (ice.nextTimeout() <= nowNanos) {
      IceState state = ice.poll(nowNanos, outbox);
      if (state == IceState.FAILED) {
        end("the server does not answer any more");
        return;
      }
    }
    if (isConnected()) {
      listener.poll(nowNanos);
    }
  }

  void readAll() {
    try {
      // Bounded, so that one busy peer does not starve the others.
      for (int i = 0; i < 64 && !closed; i++) {
        incoming.clear();
        Path from = path;
        if (from != null) {
          if (channel.read(incoming) <= 0) {
            return;
          }
        } else {
          SocketAddress source = channel.receive(incoming);
          if (source == null) {
            return;
          }
          from = new Path((InetSocketAddress) source);
        }
        incoming.flip();
        int length = incoming.remaining();
        incoming.get(buffer, 0, length);
        receive(System.nanoTime(), from, length);
      }
    } catch (IOException e) {
      // A refused port of the server; consent tells whether it is gone.
      dropped++;
    }
  }

  private void receive(long nowNanos, Path from, int length) {
    if (length == 0) {
      return;
    }
    int first = buffer[0] & 0xff;
    if (first >= 128 && first < 192) {
      receiveMedia(nowNanos, length);
    } else if (first < 4) {
      StunMessage message = StunMessage.parse(buffer, 0, length);
      if (message != null) {
        ice.receive(nowNanos, from, message, outbox);
        NetworkPath selected = ice.selectedPath();
        if (path == null && selected != null) {
          select((Path) selected);
        }
      }
    } else if (first >= 20 && first < 64 && dtls != null) {
      dtls.receive(buffer, 0, length);
    }
  }

  /// From the first answered check on the socket is connected to one address, which is cheaper.
  private void select(Path selected) {
    try {
      channel.connect(selected.remote());
    } catch (IOException e) {
      end("cannot connect the socket: " + e.getMessage());
      return;
    }
    path = selected;
    dtls =
        DtlsConnection.start(
            Identity.INSTANCE, role, remoteFingerprint, new Handshake(), Identity.HANDSHAKES);
  }

  private void receiveMedia(long nowNanos, int length) {
    SrtpReceiver crypto = receiver;
    if (crypto == null) {
      // A server that finished the handshake sends at once, and may overtake our own keys.
      if (early.size() < MAX_EARLY) {
        early.add(Arrays.copyOf(buffer, length));
      } else {
        undecipherable++;
      }
      return;
    }
    boolean rtcp = RtpHeader.isRtcp(buffer, 0, length);
    int plain =
        rtcp ? crypto.unprotectRtcp(buffer, 0, length) : crypto.unprotectRtp(buffer, 0, length);
    if (plain < 0) {
      undecipherable++;
    } else if (rtcp) {
      listener.rtcp(nowNanos, buffer, 0, plain);
    } else {
      listener.rtp(nowNanos, buffer, 0, plain);
    }
  }

  /// Protects and sends an RTP packet.
  void sendRtp(byte[] packet, int headerLength, int length) {
    SrtpSender crypto = sender;
    if (crypto == null || closed) {
      return;
    }
    MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, 0, length);
    int protectedLength = crypto.protectRtp(memory, 0, headerLength, length);
    outgoing.clear().limit(protectedLength);
    write(outgoing);
  }

  /// Protects and sends a compound of RTCP; the buffer has room for what is added.
  void sendRtcp(byte[] compound, int length) {
    SrtpSender crypto = sender;
    if (crypto == null || closed) {
      return;
    }
    write(ByteBuffer.wrap(compound, 0, crypto.protectRtcp(compound, 0, length)));
  }

  private void write(ByteBuffer datagram) {
    try {
      if (channel.write(datagram) == 0) {
        dropped++;
      }
    } catch (IOException e) {
      dropped++;
    }
  }

  private void end(String reason) {
    if (!closed) {
      close();
      listener.closed(reason);
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    ice.close();
    DtlsConnection handshake = dtls;
    if (handshake != null) {
      handshake.close();
    }
    if (sender != null) {
      sender.close();
    }
    if (receiver != null) {
      receiver.close();
    }
    if (handshake == null) {
      release();
    }
  }

  /// Frees the socket: after the goodbye of DTLS, if it came to that.
  private void release() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      dropped++;
    }
    arena.close();
    loop.released(this);
  }

  /// Brings what DTLS says back to the loop.
  private final class Handshake implements DtlsConnection.Listener {
    @Override
    public void send(byte[] datagram) {
      loop.execute(() -> {
        if (channel.isOpen()) {
          write(ByteBuffer.wrap(datagram));
        }
      });
    }

    @Override
    public void connected(SrtpKeys keys) {
      loop.execute(() -> {
        if (!closed) {
          sender = SrtpSender.create(keys, CRYPTO);
          receiver = SrtpReceiver.create(keys, CRYPTO);
          listener.connected(System.nanoTime());
          for (byte[] datagram = early.poll(); datagram != null; datagram = early.poll()) {
            System.arraycopy(datagram, 0, buffer, 0, datagram.length);
            receiveMedia(System.nanoTime(), datagram.length);
          }
        }
      });
    }

    @Override
    public void failed(String reason) {
      loop.execute(() -> {
        end("DTLS failed: " + reason);
        release();
      });
    }

    @Override
    public void closed() {
      loop.execute(() -> {
        end("the server said goodbye");
        release();
      });
    }
  }

  /// The agent's few datagrams, sent one by one.
  private final class Unbatched implements Outbox {
    private int reserved;

    @Override
    public MemorySegment memory() {
      return memory;
    }

    @Override
    public int reserve() {
      reserved = 0;
      return reserved;
    }

    @Override
    public void commit(NetworkPath to, int length) {
      outgoing.clear().limit(length);
      send(to, outgoing);
    }

    @Override
    public void send(NetworkPath to, byte[] datagram, int offset, int length) {
      send(to, ByteBuffer.wrap(datagram, offset, length));
    }

    private void send(NetworkPath to, ByteBuffer datagram) {
      if (Objects.equals(to, path)) {
        write(datagram);
        return;
      }
      try {
        channel.send(datagram, to.remote());
      } catch (IOException e) {
        // No route to this candidate; another may have one.
        dropped++;
      }
    }

    @Override
    public void flush() {}
  }
}
