package live.nio.sfu.stun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A STUN message, [RFC 8489 §5](https://www.rfc-editor.org/rfc/rfc8489#section-5).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |0 0|     STUN Message Type     |         Message Length        |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                         Magic Cookie                          |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                     Transaction ID (96 bits)                  |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// A view of the buffer it was read from, so use it before the buffer is written again.
public final class StunMessage {
  static final int HEADER = 20;
  static final int COOKIE = 0x2112A442;
  static final int TRANSACTION_ID = 12;
  static final int INTEGRITY = 20;
  static final int FINGERPRINT_XOR = 0x5354554E;

  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_INDICATION = 0x0011;
  static final int BINDING_SUCCESS = 0x0101;
  static final int BINDING_ERROR = 0x0111;

  static final int MAPPED_ADDRESS = 0x0001;
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int UNKNOWN_ATTRIBUTES = 0x000A;
  static final int REALM = 0x0014;
  static final int NONCE = 0x0015;
  static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int SOFTWARE = 0x8022;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;
  static final int ICE_CONTROLLING = 0x802A;

  /// Attributes from here on may be ignored by who does not know them.
  private static final int COMPREHENSION_OPTIONAL = 0x8000;

  /// RFC 8489 §14.3: at most 508 bytes of user name.
  private static final int MAX_USERNAME = 508;

  private static final int MAX_UNKNOWN = 8;
  private static final int[] NONE = {};

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] buffer;
  private final int offset;
  private final int length;
  private final int type;
  private int usernameAt = -1;
  private int usernameLength;
  private int integrityAt = -1;
  private int errorCode;
  private int mappedAt = -1;
  private int mappedLength;
  private long priority = -1;
  private boolean useCandidate;
  private boolean fingerprinted;
  private int roleAttribute;
  private long tieBreaker;
  private int[] unknown = NONE;

  private StunMessage(byte[] buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
    this.type = shortAt(buffer, offset);
  }

  /// Whether a datagram is STUN rather than DTLS, RTP or RTCP, by its first byte and magic cookie
  /// ([RFC 7983](https://www.rfc-editor.org/rfc/rfc7983)).
  public static boolean isStun(byte[] buffer, int offset, int length) {
    return length >= HEADER
        && (buffer[offset] & 0xFC) == 0
        && (int) INT.get(buffer, offset + 4) == COOKIE;
  }

  /// Reads a message, or returns null when it is malformed: not STUN, an attribute beyond the end,
  /// a wrong FINGERPRINT. Never throws on input. MESSAGE-INTEGRITY is not checked yet.
  public static @Nullable StunMessage parse(byte[] buffer, int offset, int length) {
    if (!isStun(buffer, offset, length)
        || (length & 3) != 0
        || shortAt(buffer, offset + 2) != length - HEADER) {
      return null;
    }
    StunMessage message = new StunMessage(buffer, offset, length);
    return message.readAttributes() ? message : null;
  }

  private boolean readAttributes() {
    int at = offset + HEADER;
    int end = offset + length;
    while (at < end) {
      // The length is a multiple of four, so four bytes are there.
      int attribute = shortAt(buffer, at);
      int valueLength = shortAt(buffer, at + 2);
      int value = at + 4;
      int next = value + ((valueLength + 3) & ~3);
      if (next > end) {
        return false;
      }
      if (attribute == FINGERPRINT) {
        return valueLength == 4 && next == end && hasValidFingerprint(at);
      }
      // What follows MESSAGE-INTEGRITY is not protected and is ignored (RFC 8489 §14.5).
      if (integrityAt < 0 && !readAttribute(attribute, value, valueLength)) {
        return false;
      }
      at = next;
    }
    return true;
  }

  private boolean readAttribute(int attribute, int value, int valueLength) {
    return switch (attribute) {
      case USERNAME -> {
        usernameAt = value;
        usernameLength = valueLength;
        yield valueLength <= MAX_USERNAME;
      }
      case MESSAGE_INTEGRITY -> {
        integrityAt = value - 4;
        yield valueLength == INTEGRITY;
      }
      case ERROR_CODE -> {
        if (valueLength < 4) {
          yield false;
        }
        errorCode = (buffer[value + 2] & 7) * 100 + (buffer[value + 3] & 0xFF) % 100;
        yield true;
      }
      case XOR_MAPPED_ADDRESS -> {
        mappedAt = value;
        mappedLength = valueLength;
        yield valueLength == 8 || valueLength == 20;
      }
      case PRIORITY -> {
        if (valueLength != 4) {
          yield false;
        }
        priority = (int) INT.get(buffer, value) & 0xFFFF_FFFFL;
        yield true;
      }
      case USE_CANDIDATE -> {
        useCandidate = true;
        yield valueLength == 0;
      }
      case ICE_CONTROLLED, ICE_CONTROLLING -> {
        if (valueLength != 8) {
          yield false;
        }
        roleAttribute = attribute;
        tieBreaker = (long) LONG.get(buffer, value);
        yield true;
      }
      case MAPPED_ADDRESS, UNKNOWN_ATTRIBUTES, REALM, NONCE, MESSAGE_INTEGRITY_SHA256 -> true;
      default -> {
        if (attribute < COMPREHENSION_OPTIONAL && unknown.length < MAX_UNKNOWN) {
          unknown = Arrays.copyOf(unknown, unknown.length + 1);
          unknown[unknown.length - 1] = attribute;
        }
        yield true;
      }
    };
  }

  private boolean hasValidFingerprint(int at) {
    fingerprinted = true;
    CRC32 crc = new CRC32();
    crc.update(buffer, offset, at - offset);
    return (int) crc.getValue() == ((int) INT.get(buffer, at + 4) ^ FINGERPRINT_XOR);
  }

  private static int shortAt(byte[] buffer, int at) {
    return (short) SHORT.get(buffer, at) & 0xFFFF;
  }

  /// Class and method, as on the wire.
  int type() {
    return type;
  }

  public boolean isBindingRequest() {
    return type == BINDING_REQUEST;
  }

  public boolean isBindingSuccess() {
    return type == BINDING_SUCCESS;
  }

  public boolean isBindingError() {
    return type == BINDING_ERROR;
  }

  /// In bytes, header included.
  public int length() {
    return length;
  }

  /// USERNAME, empty when absent. In ICE: the receiver's ufrag, a colon, the sender's.
  public String username() {
    return usernameAt < 0
        ? ""
        : new String(buffer, usernameAt, usernameLength, StandardCharsets.UTF_8);
  }

  /// The part of USERNAME before the colon, which names the receiver; empty when absent.
  public String receiverUfrag() {
    for (int i = 0; i < usernameLength; i++) {
      if (buffer[usernameAt + i] == ':') {
        return new String(buffer, usernameAt, i, StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /// Whether MESSAGE-INTEGRITY is present and made with this password (short-term credentials).
  public boolean hasValidIntegrity(byte[] password) {
    return integrityAt >= 0 && hasValidIntegrity(new StunKey(password));
  }

  boolean hasValidIntegrity(StunKey key) {
    if (integrityAt < 0) {
      return false;
    }
    int upToIntegrity = integrityAt - offset;
    byte[] expected = key.digest(buffer, offset, upToIntegrity);
    int difference = 0;
    for (int i = 0; i < INTEGRITY; i++) {
      difference |= expected[i] ^ buffer[integrityAt + 4 + i];
    }
    return difference == 0;
  }

  public boolean hasFingerprint() {
    return fingerprinted;
  }

  /// PRIORITY, 0–4,294,967,295; -1 when absent.
  public long priority() {
    return priority;
  }

  public boolean useCandidate() {
    return useCandidate;
  }

  /// Whether the sender says it is controlling.
  public boolean isControlling() {
    return roleAttribute == ICE_CONTROLLING;
  }

  /// Whether the sender says it is controlled.
  public boolean isControlled() {
    return roleAttribute == ICE_CONTROLLED;
  }

  /// Of ICE-CONTROLLING or ICE-CONTROLLED, unsigned; 0 when both are absent.
  public long tieBreaker() {
    return tieBreaker;
  }

  /// 300–699, 0 when absent.
  public int errorCode() {
    return errorCode;
  }

  /// Comprehension-required attributes that are not known here, at most eight.
  int[] unknownAttributes() {
    return unknown;
  }

  /// XOR-MAPPED-ADDRESS; null when absent or of an unknown family.
  public @Nullable InetSocketAddress mappedAddress() {
    if (mappedAt < 0) {
      return null;
    }
    int family = buffer[mappedAt + 1];
    if (mappedLength != (family == 1 ? 8 : 20) || (family != 1 && family != 2)) {
      return null;
    }
    int port = shortAt(buffer, mappedAt + 2) ^ (COOKIE >>> 16);
    byte[] address = Arrays.copyOfRange(buffer, mappedAt + 4, mappedAt + mappedLength);
    for (int i = 0; i < address.length; i++) {
      // The mask is the cookie and the transaction id, as they stand in the header.
      address[i] ^= buffer[offset + 4 + i];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /// Whether this answers a request of that transaction id.
  public boolean hasTransactionId(byte[] id) {
    return Arrays.equals(buffer, offset + 8, offset + HEADER, id, 0, TRANSACTION_ID);
  }

  byte[] buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }
}
