package live.nio.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/// A WebSocket client that hides nothing: it sends the frames it is told to and shows those it
/// gets. Blocking; a read that takes ten seconds fails.
public final class WsClient implements AutoCloseable {
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /// One frame as received.
  @SuppressWarnings("ArrayRecordComponent")
  public record Frame(boolean last, int opcode, byte[] payload) {
    public String text() {
      return new String(payload, UTF_8);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final String responseHead;
  private String id = "";

  private WsClient(Socket socket, DataInputStream in, String responseHead) {
    this.socket = socket;
    this.in = in;
    this.responseHead = responseHead;
  }

  /// Sends an upgrade request and reads the head of the response.
  public static WsClient request(int port, String uri, String... headers) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    StringBuilder request =
        new StringBuilder("GET " + uri + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n")
            .append("Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n")
            .append("Sec-WebSocket-Version: 13\r\n")
            .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write(request.append("\r\n").toString().getBytes(US_ASCII));
    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return new WsClient(socket, in, head.toString());
  }

  /// Opens a session and reads its `open` packet.
  public static WsClient open(int port, String path) throws IOException {
    WsClient client = request(port, path + "?EIO=4&transport=websocket");
    String open = client.packet();
    client.id = open.replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
    return client;
  }

  /// Opens a session and enters namespaces; reads the answers.
  public static WsClient connect(int port, String... namespaces) throws IOException {
    WsClient client = open(port, "/socket.io/");
    for (String namespace : namespaces) {
      client.send("40" + (namespace.equals("/") ? "" : namespace + ","));
      client.id = client.packet().replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
    }
    return client;
  }

  public int status() {
    return Integer.parseInt(responseHead.substring(9, 12));
  }

  public String responseHead() {
    return responseHead;
  }

  /// The id in the last `open` packet or CONNECT answer.
  public String id() {
    return id;
  }

  public void send(String text) throws IOException {
    send(true, TEXT, true, text.getBytes(UTF_8));
  }

  public void send(byte... binary) throws IOException {
    send(true, BINARY, true, binary);
  }

  public void send(boolean last, int opcode, boolean masked, byte[] payload) throws IOException {
    socket.getOutputStream().write(frame(last, opcode, masked, payload));
  }

  /// Many text frames in one write.
  public void sendAll(List<String> texts) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    int length = 0;
    for (String text : texts) {
      byte[] frame = frame(true, TEXT, true, text.getBytes(UTF_8));
      frames.add(frame);
      length += frame.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] frame : frames) {
      System.arraycopy(frame, 0, all, at, frame.length);
      at += frame.length;
    }
    socket.getOutputStream().write(all);
  }

  private static byte[] frame(boolean last, int opcode, boolean masked, byte[] payload) {
    int extended = payload.length < 126 ? 0 : payload.length < 65536 ? 2 : 8;
    byte[] frame = new byte[2 + extended + (masked ? 4 : 0) + payload.length];
    frame[0] = (byte) (opcode | (last ? 0x80 : 0));
    frame[1] = (byte) (extended == 0 ? payload.length : extended == 2 ? 126 : 127);
    for (int i = 0; i < extended; i++) {
      frame[2 + i] = (byte) ((long) payload.length >>> (8 * (extended - 1 - i)));
    }
    byte[] mask = {1, 2, 3, 4};
    int at = 2 + extended;
    if (masked) {
      frame[1] |= (byte) 0x80;
      System.arraycopy(mask, 0, frame, at, 4);
      at += 4;
    }
    for (int i = 0; i < payload.length; i++) {
      frame[at + i] = (byte) (payload[i] ^ (masked ? mask[i & 3] : 0));
    }
    return frame;
  }

  /// The next frame, whatever it is.
  public Frame frame() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return new Frame((first & 0x80) != 0, first & 0x0f, payload);
  }

  /// The next text frame that is no ping; pings are answered.
  public String packet() throws IOException {
    while (true) {
      Frame frame = frame();
      if (frame.opcode != TEXT) {
        throw new IOException("expected text, got opcode " + frame.opcode);
      }
      if (!frame.text().equals("2")) {
        return frame.text();
      }
      send("3");
    }
  }

  /// The next binary frame.
  public byte[] binary() throws IOException {
    Frame frame = frame();
    if (frame.opcode != BINARY) {
      throw new IOException("expected binary, got " + frame.text());
    }
    return frame.payload;
  }

  /// Reads, answering nothing, until the server closes; returns the status of its close frame, or
  /// -1 if there was none.
  public int awaitClose() throws IOException {
    try {
      while (true) {
        Frame frame = frame();
        if (frame.opcode == CLOSE) {
          int status =
              frame.payload.length < 2
                  ? 1005
                  : (frame.payload[0] & 0xff) << 8 | (frame.payload[1] & 0xff);
          send(true, CLOSE, true, frame.payload);
          return status;
        }
      }
    } catch (EOFException | SocketException e) {
      return -1;
    }
  }

  /// Says goodbye as a browser does and waits for the server to hang up.
  public void closeCleanly() throws IOException {
    send(true, CLOSE, true, new byte[] {3, (byte) 0xe8});
    while (in.read() >= 0) {
      // Whatever was still on its way.
    }
    socket.close();
  }

  /// Cuts the connection; the peer sees a reset.
  public void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
