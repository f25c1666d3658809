package live.nio.sfu.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/// Packets, keys and providers for the tests of this package.
final class Packets {
  private Packets() {}

  /// Both providers. OpenSSL is expected on every machine that builds.
  static Stream<SrtpCrypto> providers() {
    return Stream.of(SrtpCrypto.jce(), SrtpCrypto.openssl().orElseThrow());
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  /// Keys of both ends, `local` of the one being `remote` of the other.
  static SrtpKeys keys(SrtpProfile profile, boolean client) {
    byte[] aKey = fill(profile.keyLength(), 1);
    byte[] aSalt = fill(profile.saltLength(), 50);
    byte[] bKey = fill(profile.keyLength(), 100);
    byte[] bSalt = fill(profile.saltLength(), 150);
    return client
        ? new SrtpKeys(profile, aKey, aSalt, bKey, bSalt)
        : new SrtpKeys(profile, bKey, bSalt, aKey, aSalt);
  }

  private static byte[] fill(int length, int from) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }

  /// An RTP packet with a 12-byte header.
  static byte[] rtp(long ssrc, int sequenceNumber, int payload) {
    byte[] packet = new byte[12 + payload];
    packet[0] = (byte) 0x80;
    packet[1] = 96;
    packet[2] = (byte) (sequenceNumber >> 8);
    packet[3] = (byte) sequenceNumber;
    for (int i = 0; i < 4; i++) {
      packet[8 + i] = (byte) (ssrc >> (24 - 8 * i));
    }
    for (int i = 12; i < packet.length; i++) {
      packet[i] = (byte) (i * 7 + sequenceNumber);
    }
    return packet;
  }

  /// A receiver report without report blocks and with some bytes behind it.
  static byte[] rtcp(long ssrc, int words) {
    byte[] packet = new byte[8 + 4 * words];
    packet[0] = (byte) 0x80;
    packet[1] = (byte) 201;
    packet[3] = (byte) (1 + words);
    for (int i = 0; i < 4; i++) {
      packet[4 + i] = (byte) (ssrc >> (24 - 8 * i));
    }
    Arrays.fill(packet, 8, packet.length, (byte) 0x5A);
    return packet;
  }

  /// Protects with the native-memory method, at an offset that is not aligned.
  static byte[] protect(SrtpSender sender, byte[] packet, int headerLength) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(4096);
      MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, 3, packet.length);
      int length = sender.protectRtp(memory, 3, headerLength, packet.length);
      if (length < 0) {
        throw new Refused(length);
      }
      byte[] result = new byte[length];
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 3, result, 0, length);
      return result;
    }
  }

  /// The sender refused a packet.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(int code) {
      super("code " + code);
    }
  }
}
