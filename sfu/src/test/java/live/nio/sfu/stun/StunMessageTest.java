package live.nio.sfu.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
  /// [RFC 5769 §2.1](https://www.rfc-editor.org/rfc/rfc5769#section-2.1).
  private static final byte[] REQUEST =
      hex(
          """
          0001 0058 2112a442 b7e7a701 bc34d686 fa87dfae
          8022 0010 5354554e 20746573 7420636c 69656e74
          0024 0004 6e0001ff
          8029 0008 932ff9b1 51263b36
          0006 0009 6576746a 3a683676 59202020
          0008 0014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
          8028 0004 e57a3bcf
          """);

  /// [RFC 5769 §2.2](https://www.rfc-editor.org/rfc/rfc5769#section-2.2).
  private static final byte[] RESPONSE_IPV4 =
      hex(
          """
          0101 003c 2112a442 b7e7a701 bc34d686 fa87dfae
          8022 000b 74657374 20766563 746f7220
          0020 0008 0001a147 e112a643
          0008 0014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
          8028 0004 c07d4c96
          """);

  /// [RFC 5769 §2.3](https://www.rfc-editor.org/rfc/rfc5769#section-2.3).
  private static final byte[] RESPONSE_IPV6 =
      hex(
          """
          0101 0048 2112a442 b7e7a701 bc34d686 fa87dfae
          8022 000b 74657374 20766563 746f7220
          0020 0014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
          0008 0014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41
          8028 0004 c8fb0b4c
          """);

  private static final byte[] PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(UTF_8);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  private static StunMessage parse(byte[] bytes) {
    return Wire.stun(bytes);
  }

  @Nested
  class SampleMessages {
    @Test
    void request() {
      StunMessage message = parse(REQUEST);

      assertThat(message.isBindingRequest()).isTrue();
      assertThat(message.username()).isEqualTo("evtj:h6vY");
      assertThat(message.receiverUfrag()).isEqualTo("evtj");
      assertThat(message.priority()).isEqualTo(0x6e0001ffL);
      assertThat(message.isControlled()).isTrue();
      assertThat(message.isControlling()).isFalse();
      assertThat(message.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
      assertThat(message.useCandidate()).isFalse();
      assertThat(message.hasFingerprint()).isTrue();
      assertThat(message.hasValidIntegrity(PASSWORD)).isTrue();
      assertThat(message.hasValidIntegrity("another".getBytes(UTF_8))).isFalse();
      assertThat(message.hasValidIntegrity(new byte[0])).isFalse();
    }

    @Test
    void responseWithIpv4() {
      StunMessage message = parse(RESPONSE_IPV4);

      assertThat(message.isBindingSuccess()).isTrue();
      assertThat(message.mappedAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 32853));
      assertThat(message.hasValidIntegrity(PASSWORD)).isTrue();
    }

    @Test
    void responseWithIpv6() {
      StunMessage message = parse(RESPONSE_IPV6);

      assertThat(message.mappedAddress())
          .isEqualTo(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
      assertThat(message.hasValidIntegrity(PASSWORD)).isTrue();
    }

    @Test
    void areReadAtAnyOffset() {
      byte[] buffer = new byte[REQUEST.length + 20];
      System.arraycopy(REQUEST, 0, buffer, 13, REQUEST.length);

      StunMessage message = StunMessage.parse(buffer, 13, REQUEST.length);

      assertThat(message)
          .isNotNull()
          .satisfies(read -> assertThat(read.username()).isEqualTo("evtj:h6vY"))
          .satisfies(read -> assertThat(read.hasValidIntegrity(PASSWORD)).isTrue());
    }
  }

  @Nested
  class Written {
    private final StunWriter writer = new StunWriter();
    private final byte[] id = hex("b7e7a701bc34d686fa87dfae");

    @Test
    void requestIsReadAsItWasWritten() {
      writer
          .request(id)
          .username("server:client")
          .priority(0x6e7f00ffL)
          .controlling(42)
          .useCandidate()
          .integrity(PASSWORD)
          .fingerprint();

      StunMessage message = parse(writer.toBytes());

      assertThat(message.username()).isEqualTo("server:client");
      assertThat(message.priority()).isEqualTo(0x6e7f00ffL);
      assertThat(message.isControlling()).isTrue();
      assertThat(message.tieBreaker()).isEqualTo(42);
      assertThat(message.useCandidate()).isTrue();
      assertThat(message.hasValidIntegrity(PASSWORD)).isTrue();
      assertThat(message.hasFingerprint()).isTrue();
      assertThat(message.hasTransactionId(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677"})
    void responseTellsTheAddress(String address) {
      InetSocketAddress mapped = new InetSocketAddress(address, 32853);
      writer.success(parse(REQUEST)).mappedAddress(mapped).integrity(PASSWORD).fingerprint();

      StunMessage message = parse(writer.toBytes());

      assertThat(message.mappedAddress()).isEqualTo(mapped);
      assertThat(message.hasValidIntegrity(PASSWORD)).isTrue();
      assertThat(message.hasTransactionId(id)).isTrue();
    }

    @Test
    void errorTellsItsCode() {
      writer.error(parse(REQUEST), 487).integrity(PASSWORD).fingerprint();

      StunMessage message = parse(writer.toBytes());

      assertThat(message.isBindingError()).isTrue();
      assertThat(message.errorCode()).isEqualTo(487);
      assertThat(message.length()).isLessThanOrEqualTo(REQUEST.length);
    }
  }

  @Nested
  class Malformed {
    @Test
    void isEveryTruncation() {
      for (int length = 0; length < REQUEST.length; length++) {
        assertThat(StunMessage.parse(REQUEST, 0, length)).as("%s bytes", length).isNull();
      }
    }

    @Test
    void isEveryChangedBitUnderAFingerprint() {
      for (int bit = 0; bit < REQUEST.length * 8; bit++) {
        byte[] changed = REQUEST.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        StunMessage message = StunMessage.parse(changed, 0, changed.length);
        // A changed type of the last attribute leaves no fingerprint to check, but the length of
        // everything before it is still covered by MESSAGE-INTEGRITY.
        if (message != null) {
          assertThat(message.hasFingerprint()).as("bit %s", bit).isFalse();
        }
      }
    }

    @Test
    void isAnAttributeOfAWrongSize() {
      StunWriter writer = new StunWriter();
      byte[] bytes = writer.request(new byte[12]).priority(1).toBytes();
      bytes[23] = 3;
      assertThat(StunMessage.parse(bytes, 0, bytes.length)).isNull();
    }

    @Test
    void attributesBehindTheIntegrityAreIgnored() {
      StunWriter writer = new StunWriter();
      byte[] bytes =
          writer.request(new byte[12]).username("a:b").integrity(PASSWORD).useCandidate().toBytes();

      StunMessage message = parse(bytes);

      assertThat(message.useCandidate()).isFalse();
      assertThat(message.hasValidIntegrity(PASSWORD)).isTrue();
    }
  }

  @Test
  void otherProtocolsAreToldApart() {
    assertThat(StunMessage.isStun(REQUEST, 0, REQUEST.length)).isTrue();
    byte[] dtls = REQUEST.clone();
    dtls[0] = 22;
    byte[] rtp = REQUEST.clone();
    rtp[0] = (byte) 0x80;
    byte[] noCookie = REQUEST.clone();
    noCookie[4] = 0;
    for (byte[] other : new byte[][] {dtls, rtp, noCookie}) {
      assertThat(StunMessage.isStun(other, 0, other.length)).isFalse();
    }
    assertThat(StunMessage.isStun(REQUEST, 0, 19)).isFalse();
  }

  /// Seeded: random bytes behind a valid header, and sample messages with some bytes changed.
  @Test
  void noInputMakesTheParserThrow() {
    SplittableRandom random = new SplittableRandom(5769);
    byte[][] samples = {REQUEST, RESPONSE_IPV4, RESPONSE_IPV6};
    StunKey key = new StunKey(PASSWORD);
    for (int i = 0; i < 1_000_000; i++) {
      byte[] bytes;
      if ((i & 1) == 0) {
        bytes = samples[random.nextInt(3)].clone();
        // Without its fingerprint, so that the change gets past it.
        int kept = random.nextInt(5, bytes.length / 4 + 1) * 4;
        bytes = Arrays.copyOf(bytes, kept);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
          bytes[random.nextInt(20, Math.max(21, kept)) % kept] = (byte) random.nextInt();
        }
      } else {
        bytes = new byte[20 + random.nextInt(20) * 4];
        random.nextBytes(bytes);
        bytes[0] &= 3;
        System.arraycopy(REQUEST, 4, bytes, 4, 4);
      }
      bytes[2] = (byte) ((bytes.length - 20) >> 8);
      bytes[3] = (byte) (bytes.length - 20);
      StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
      if (message != null) {
        assertThat(message.username().length()).isLessThanOrEqualTo(508);
        assertThat(message.receiverUfrag().length()).isLessThanOrEqualTo(508);
        assertThat(message.unknownAttributes().length).isLessThanOrEqualTo(8);
        assertThat(message.errorCode()).isBetween(0, 799);
        message.mappedAddress();
        if ((i & 15) == 0) {
          message.hasValidIntegrity(key);
        }
      }
    }
  }
}
