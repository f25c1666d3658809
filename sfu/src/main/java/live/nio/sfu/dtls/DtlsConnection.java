package live.nio.sfu.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import live.nio.sfu.srtp.SrtpKeys;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/// One DTLS association of a leg: shakes hands, gives the SRTP keys, then waits for the peer's
/// close_notify.
///
/// | what | how |
/// |---|---|
/// | version | DTLS 1.2 only |
/// | peer | must show the certificate of the fingerprint, and prove that it has its key |
/// | use_srtp | AEAD_AES_128_GCM before AES128_CM_HMAC_SHA1_80; without either the handshake fails |
/// | extended master secret | required: keys are not exported without (RFC 7627) |
/// | retransmission | after 100 ms, then twice as long each time |
/// | datagrams | at most 1,200 bytes; the messages of a flight share them |
///
/// Events come on the connection's virtual thread: `connected` at most once, then one of `failed`
/// and `closed` as the last.
public final class DtlsConnection implements AutoCloseable {
  /// Who sends the ClientHello: `a=setup:active` is the client.
  public enum Role {
    SERVER,
    CLIENT
  }

  /// What a connection tells. Called on its virtual thread; what is thrown here ends the
  /// connection.
  public interface Listener {
    /// A datagram is to be sent to the peer. The array is the listener's to keep.
    void send(byte[] datagram);

    /// The peer is who its fingerprint says, and these are the keys.
    void connected(SrtpKeys keys);

    /// It did not come to keys, or broke later. The last event.
    ///
    /// @param reason short, for logs and statistics
    void failed(String reason);

    /// The peer or [DtlsConnection#close] ended it. The last event.
    void closed();
  }

  static final int SEND_LIMIT = 1_200;
  private static final int RECEIVE_LIMIT = 2_048;
  private static final int QUEUE = 64;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 63;
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration PATIENCE_STEP = Duration.ofMillis(200);
  private static final byte[] CLOSE = {};

  private final DtlsIdentity own;
  private final Role role;
  private final DtlsFingerprint.Expected expected;
  private final Listener listener;
  private final DtlsHandshakes handshakes;
  private final BlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closing;

  private DtlsConnection(
      DtlsIdentity own,
      Role role,
      DtlsFingerprint.Expected expected,
      Listener listener,
      DtlsHandshakes handshakes) {
    this.own = own;
    this.role = role;
    this.expected = expected;
    this.listener = listener;
    this.handshakes = handshakes;
  }

  /// Begins. A client sends its first flight as soon as the number of handshakes allows; a server
  /// waits for it for as long as a handshake may take.
  ///
  /// @param remoteFingerprint the value of the peer's `a=fingerprint`, as `sha-256 AA:BB:…`
  /// @throws IllegalArgumentException when the fingerprint is malformed or of an unsupported kind
  public static DtlsConnection start(
      DtlsIdentity own,
      Role role,
      String remoteFingerprint,
      Listener listener,
      DtlsHandshakes handshakes) {
    DtlsConnection connection =
        new DtlsConnection(
            own, role, DtlsFingerprint.parse(remoteFingerprint), listener, handshakes);
    Thread.ofVirtual().name("dtls").start(connection::run);
    return connection;
  }

  /// Whether a datagram is DTLS, by its first byte ([RFC
  /// 7983](https://www.rfc-editor.org/rfc/rfc7983)).
  public static boolean isDtls(byte[] buffer, int offset, int length) {
    return length > 0 && buffer[offset] >= FIRST_TYPE && buffer[offset] <= LAST_TYPE;
  }

  /// Takes a datagram of the peer; copies it. Any thread; never blocks. Drops what is not DTLS, and
  /// everything while 64 datagrams wait.
  public void receive(byte[] datagram, int offset, int length) {
    if (length > RECEIVE_LIMIT
        || !isDtls(datagram, offset, length)
        || !incoming.offer(Arrays.copyOfRange(datagram, offset, offset + length))) {
      dropped.incrementAndGet();
    }
  }

  /// Datagrams that [#receive] did not take.
  public long dropped() {
    return dropped.get();
  }

  /// Ends it with a close_notify; `closed` follows. Any thread; does not wait.
  @Override
  public void close() {
    closing = true;
    while (!incoming.offer(CLOSE)) {
      incoming.clear();
    }
  }

  private void run() {
    String failure = null;
    try {
      Records records = new Records();
      DTLSTransport transport = handshake(records);
      try {
        serve(transport, records);
      } finally {
        transport.close();
        records.flush();
      }
    } catch (Ended e) {
      failure = null;
    } catch (TlsTimeoutException e) {
      failure = "handshake timed out";
    } catch (TlsFatalAlertReceived e) {
      failure = "peer refused: " + e.getMessage();
    } catch (TlsFatalAlert e) {
      failure = "handshake failed: " + e.getMessage();
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // BouncyCastle checks its input, but a peer must never end more than its own connection.
      failure = e.toString();
    } catch (InterruptedException e) {
      failure = "interrupted";
    }
    if (failure == null || closing) {
      listener.closed();
    } else {
      listener.failed(failure);
    }
  }

  private DTLSTransport handshake(Records records) throws IOException, InterruptedException {
    if (role == Role.SERVER) {
      records.awaitFirst(handshakes.timeout());
    }
    begin();
    SrtpHandshake handshake = new SrtpHandshake(own, expected, handshakes.timeout());
    DTLSTransport transport = shakeHands(handshake, records);
    listener.connected(handshake.keys());
    return transport;
  }

  private DTLSTransport shakeHands(SrtpHandshake handshake, Records records) throws IOException {
    boolean success = false;
    try {
      DTLSTransport transport =
          role == Role.SERVER
              ? new DTLSServerProtocol().accept(handshake.server(), records)
              : new DTLSClientProtocol().connect(handshake.client(), records);
      records.flush();
      success = true;
      return transport;
    } catch (IOException e) {
      records.flush();
      throw closing ? new Ended() : e;
    } finally {
      handshakes.end(success);
    }
  }

  private void begin() throws IOException, InterruptedException {
    Duration left = handshakes.timeout();
    while (!handshakes.begin(PATIENCE_STEP)) {
      left = left.minus(PATIENCE_STEP);
      if (closing) {
        throw new Ended();
      }
      if (!left.isPositive()) {
        throw new IOException("too many handshakes at once");
      }
    }
  }

  /// Reads on: the peer may repeat its last flight, and will say when it goes. There is no
  /// application data in WebRTC without data channels; it is dropped.
  private void serve(DTLSTransport transport, Records records) throws IOException {
    byte[] buffer = new byte[RECEIVE_LIMIT];
    while (!records.ended) {
      transport.receive(buffer, 0, buffer.length, (int) IDLE.toMillis());
      records.flush();
    }
  }

  /// The connection was ended on purpose.
  private static final class Ended extends InterruptedIOException {
    private static final long serialVersionUID = 1;
  }

  /// The datagrams BouncyCastle reads and writes. It writes one record at a time; those of a flight
  /// are put together, so that fewer datagrams can be lost or overtake each other.
  private final class Records implements DatagramTransport {
    private final byte[] flight = new byte[SEND_LIMIT];
    private int flightLength;
    private byte @Nullable [] first;
    private boolean ended;

    void awaitFirst(Duration patience) throws IOException {
      first = next(patience.toMillis());
      if (first == null) {
        throw new IOException("the peer never began the handshake");
      }
    }

    private byte @Nullable [] next(long waitMillis) throws IOException {
      try {
        byte[] datagram = incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null ? closing : datagram.length == 0) {
          ended = true;
          throw new Ended();
        }
        return datagram;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Ended();
      }
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      flush();
      if (ended) {
        // BouncyCastle reads on for as long as it was told to, also behind a close_notify.
        throw new Ended();
      }
      byte[] datagram = first;
      first = null;
      if (datagram == null) {
        datagram = next(waitMillis);
      }
      if (datagram == null) {
        return -1;
      }
      int copied = Math.min(length, datagram.length);
      System.arraycopy(datagram, 0, buffer, offset, copied);
      return copied;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      if (length > SEND_LIMIT - flightLength) {
        flush();
      }
      if (length > SEND_LIMIT) {
        listener.send(Arrays.copyOfRange(buffer, offset, offset + length));
        return;
      }
      System.arraycopy(buffer, offset, flight, flightLength, length);
      flightLength += length;
    }

    void flush() {
      if (flightLength > 0) {
        byte[] datagram = Arrays.copyOf(flight, flightLength);
        flightLength = 0;
        listener.send(datagram);
      }
    }

    @Override
    public int getReceiveLimit() {
      return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return SEND_LIMIT;
    }

    /// BouncyCastle calls this at a close_notify or a fatal alert.
    @Override
    public void close() {
      ended = true;
    }
  }
}
