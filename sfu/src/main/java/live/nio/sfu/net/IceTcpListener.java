package live.nio.sfu.net;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import live.nio.sfu.stun.StunMessage;

/// ICE-TCP, passive side ([RFC 6544](https://www.rfc-editor.org/rfc/rfc6544)): takes connections of
/// peers whose network lets no UDP out, and turns [RFC
/// 4571](https://www.rfc-editor.org/rfc/rfc4571) frames into datagrams on a path of their own.
///
/// Each connection has a virtual thread that reads, on which the handler is called, and one that
/// writes. Any [Outbox] sends to such a path. A connection is closed when its first frame is not
/// STUN or is late, when a frame is longer than a datagram could be, and when it is silent.
public final class IceTcpListener implements AutoCloseable {
  private static final int MAX_FRAME = 2_048;
  private static final int BACKLOG = 128;

  /// What is allowed.
  ///
  /// @param connections at once
  /// @param perAddress at once from one address
  /// @param firstFrame how long the first frame may take
  /// @param idle how long a connection may be silent
  public record Limits(int connections, int perAddress, Duration firstFrame, Duration idle) {
    /// 1,024 connections, 64 of an address; 5 s and 60 s.
    public static Limits defaults() {
      return new Limits(1_024, 64, Duration.ofSeconds(5), Duration.ofSeconds(60));
    }
  }

  private final ServerSocket server;
  private final Limits limits;
  private final DatagramHandler handler;
  private final Map<Socket, TcpPath> open = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  private IceTcpListener(ServerSocket server, Limits limits, DatagramHandler handler) {
    this.server = server;
    this.limits = limits;
    this.handler = handler;
  }

  /// Begins to listen.
  ///
  /// @param port 0 for any free one
  /// @param handler called on the connections' virtual threads
  /// @throws UncheckedIOException when the port cannot be had
  public static IceTcpListener open(
      InetAddress bind, int port, Limits limits, DatagramHandler handler) {
    try {
      ServerSocket server = new ServerSocket();
      try {
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(bind, port), BACKLOG);
      } catch (IOException e) {
        server.close();
        throw e;
      }
      IceTcpListener listener = new IceTcpListener(server, limits, handler);
      Thread.ofVirtual().name("ice-tcp-accept").start(listener::accept);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  public int connections() {
    return open.size();
  }

  /// Connections beyond the limits.
  public long refused() {
    return refused.get();
  }

  /// Datagrams a slow connection did not take.
  public long dropped() {
    return dropped.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (mayStay(socket.getInetAddress())) {
          begin(socket);
        } else {
          refused.incrementAndGet();
          socket.close();
        }
      } catch (IOException e) {
        // Closed, or the peer was gone before it was accepted.
      }
    }
  }

  private boolean mayStay(InetAddress address) {
    return open.size() < limits.connections()
        && open.keySet().stream().filter(socket -> address.equals(socket.getInetAddress())).count()
            < limits.perAddress();
  }

  private void begin(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    TcpPath path = new TcpPath((InetSocketAddress) socket.getRemoteSocketAddress(), dropped);
    open.put(socket, path);
    Thread writer = Thread.ofVirtual().name("ice-tcp-write").start(() -> write(socket, path));
    Thread.ofVirtual()
        .name("ice-tcp-read")
        .start(() -> {
          read(socket, path);
          path.closed = true;
          open.remove(socket);
          writer.interrupt();
        });
  }

  private void read(Socket socket, TcpPath path) {
    try (socket) {
      socket.setSoTimeout((int) limits.firstFrame().toMillis());
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      byte[] buffer = new byte[MAX_FRAME];
      boolean first = true;
      while (true) {
        int length = in.readUnsignedShort();
        if (length > MAX_FRAME) {
          return;
        }
        in.readFully(buffer, 0, length);
        if (first) {
          if (!StunMessage.isStun(buffer, 0, length)) {
            return;
          }
          first = false;
          socket.setSoTimeout((int) limits.idle().toMillis());
        }
        if (length > 0) {
          handler.onDatagram(path, buffer, 0, length);
        }
      }
    } catch (IOException e) {
      // The peer is gone or silent; consent runs out if it does not come back.
    }
  }

  private void write(Socket socket, TcpPath path) {
    try {
      OutputStream out = socket.getOutputStream();
      byte[] together = new byte[16 * MAX_FRAME];
      while (!path.closed) {
        byte[] frame = path.frames.take();
        int length = 0;
        while (frame != null) {
          System.arraycopy(frame, 0, together, length, frame.length);
          length += frame.length;
          frame = length + MAX_FRAME + 2 > together.length ? null : path.frames.poll();
        }
        out.write(together, 0, length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      closeQuietly(socket);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing more to be done with it.
    }
  }

  /// Ends listening and all connections.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.keySet().forEach(IceTcpListener::closeQuietly);
    }
  }
}
