package live.nio.sfu.stun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Writes STUN messages into an array of its own, one after another.
///
/// [#request], [#success] or [#error] starts a message; attributes follow; [#integrity] and
/// [#fingerprint] come last, in this order. Not thread-safe.
public final class StunWriter {
  private static final int CAPACITY = 1024;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] buffer = new byte[CAPACITY];
  private final CRC32 crc = new CRC32();
  private int length;

  /// Starts a binding request.
  ///
  /// @param transactionId 12 bytes, unpredictable
  public StunWriter request(byte[] transactionId) {
    start(StunMessage.BINDING_REQUEST);
    System.arraycopy(transactionId, 0, buffer, 8, StunMessage.TRANSACTION_ID);
    return this;
  }

  /// Starts the success response to a request.
  public StunWriter success(StunMessage request) {
    return response(StunMessage.BINDING_SUCCESS, request);
  }

  /// Starts the error response to a request. Without a reason phrase, so that no answer is longer
  /// than its question.
  public StunWriter error(StunMessage request, int code) {
    response(StunMessage.BINDING_ERROR, request);
    int at = attribute(StunMessage.ERROR_CODE, 4);
    INT.set(buffer, at, (code / 100) << 8 | (code % 100));
    return this;
  }

  private StunWriter response(int type, StunMessage request) {
    start(type);
    System.arraycopy(request.buffer(), request.offset() + 8, buffer, 8, StunMessage.TRANSACTION_ID);
    return this;
  }

  private void start(int type) {
    length = StunMessage.HEADER;
    SHORT.set(buffer, 0, (short) type);
    INT.set(buffer, 4, StunMessage.COOKIE);
  }

  /// Makes room for an attribute and returns where its value goes; the padding is zero.
  private int attribute(int type, int valueLength) {
    int at = length;
    int next = at + 4 + ((valueLength + 3) & ~3);
    Arrays.fill(buffer, at + 4, next, (byte) 0);
    SHORT.set(buffer, at, (short) type);
    SHORT.set(buffer, at + 2, (short) valueLength);
    length = next;
    SHORT.set(buffer, 2, (short) (length - StunMessage.HEADER));
    return at + 4;
  }

  public StunWriter username(String username) {
    byte[] bytes = username.getBytes(StandardCharsets.UTF_8);
    int at = attribute(StunMessage.USERNAME, bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    return this;
  }

  public StunWriter priority(long priority) {
    INT.set(buffer, attribute(StunMessage.PRIORITY, 4), (int) priority);
    return this;
  }

  public StunWriter controlling(long tieBreaker) {
    LONG.set(buffer, attribute(StunMessage.ICE_CONTROLLING, 8), tieBreaker);
    return this;
  }

  public StunWriter controlled(long tieBreaker) {
    LONG.set(buffer, attribute(StunMessage.ICE_CONTROLLED, 8), tieBreaker);
    return this;
  }

  public StunWriter useCandidate() {
    attribute(StunMessage.USE_CANDIDATE, 0);
    return this;
  }

  /// XOR-MAPPED-ADDRESS, [RFC 8489 §14.2](https://www.rfc-editor.org/rfc/rfc8489#section-14.2).
  public StunWriter mappedAddress(InetSocketAddress mapped) {
    byte[] address = mapped.getAddress().getAddress();
    int at = attribute(StunMessage.XOR_MAPPED_ADDRESS, 4 + address.length);
    buffer[at + 1] = (byte) (address.length == 4 ? 1 : 2);
    SHORT.set(buffer, at + 2, (short) (mapped.getPort() ^ (StunMessage.COOKIE >>> 16)));
    for (int i = 0; i < address.length; i++) {
      buffer[at + 4 + i] = (byte) (address[i] ^ buffer[4 + i]);
    }
    return this;
  }

  StunWriter unknownAttributes(int[] types) {
    int at = attribute(StunMessage.UNKNOWN_ATTRIBUTES, types.length * 2);
    for (int i = 0; i < types.length; i++) {
      SHORT.set(buffer, at + 2 * i, (short) types[i]);
    }
    return this;
  }

  /// MESSAGE-INTEGRITY with a short-term password.
  public StunWriter integrity(byte[] password) {
    return integrity(new StunKey(password));
  }

  StunWriter integrity(StunKey key) {
    byte[] digest = key.digest(buffer, 0, length);
    int at = attribute(StunMessage.MESSAGE_INTEGRITY, StunMessage.INTEGRITY);
    System.arraycopy(digest, 0, buffer, at, StunMessage.INTEGRITY);
    return this;
  }

  public StunWriter fingerprint() {
    int before = length;
    int at = attribute(StunMessage.FINGERPRINT, 4);
    crc.reset();
    crc.update(buffer, 0, before);
    INT.set(buffer, at, (int) crc.getValue() ^ StunMessage.FINGERPRINT_XOR);
    return this;
  }

  /// The array the message begins at 0 of; the same for all messages.
  public byte[] buffer() {
    return buffer;
  }

  public int length() {
    return length;
  }

  /// A copy of the message.
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }
}
