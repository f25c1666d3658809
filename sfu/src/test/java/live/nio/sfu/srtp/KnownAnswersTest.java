package live.nio.sfu.srtp;

import static live.nio.sfu.srtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Published bytes: keys, nonces and packets of the RFCs.
class KnownAnswersTest {
  /// [RFC 3711 appendix B.3](https://www.rfc-editor.org/rfc/rfc3711#appendix-B.3).
  @Nested
  class KeyDerivation {
    private final SessionKeys keys =
        SessionKeys.derive(
            SrtpProfile.AES128_CM_HMAC_SHA1_80,
            hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
            hex("0EC675AD498AFEEBB6960B3AABE6"),
            false);

    @Test
    void cipherKey() {
      assertThat(keys.encryption()).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
    }

    @Test
    void cipherSalt() {
      assertThat(keys.salt()).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
    }

    @Test
    void authenticationKey() {
      assertThat(keys.authentication()).isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void keysAreNotPrinted() {
      assertThat(keys).hasToString("SessionKeys[AES128_CM_HMAC_SHA1_80]");
    }
  }

  /// [RFC 3711 appendix B.2](https://www.rfc-editor.org/rfc/rfc3711#appendix-B.2): the key stream
  /// of SSRC 0, index 0, which encrypts zeros to itself.
  @ParameterizedTest
  @MethodSource("live.nio.sfu.srtp.Packets#providers")
  void counterModeKeyStream(SrtpCrypto crypto) {
    SessionKeys keys =
        new SessionKeys(
            SrtpProfile.AES128_CM_HMAC_SHA1_80,
            false,
            hex("2B7E151628AED2A6ABF7158809CF4F3C"),
            new byte[20],
            hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
    byte[] buffer = new byte[48 + 10];
    try (PacketCipher cipher = crypto.cipher(keys)) {
      cipher.protect(buffer, 0, 0, 48, 48, 0, 0, 0);
    }
    assertThat(Arrays.copyOf(buffer, 48))
        .isEqualTo(
            hex(
                """
                E03EAD0935C95E80E166B16DD92B4EB4
                D23513162B02D0F72A43A2FE4A5F97AB
                41E95B3BB0A2E8DD477901E4FCA894C0
                """));
  }

  /// [RFC 7714 §16, §17](https://www.rfc-editor.org/rfc/rfc7714#section-16).
  @Nested
  class Gcm {
    private static final String RTP =
        """
        8040f17b 8041f8d3 5501a0b2
        47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573
        """;
    private static final String SRTP =
        """
        8040f17b 8041f8d3 5501a0b2
        f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833
        899d7f27 beb16a91 52cf765e e4390cce
        """;
    private static final String RTCP =
        """
        81c8000d 4d617273
        4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
        deadbeef deadbeef deadbeef deadbeef deadbeef
        """;
    private static final String SRTCP =
        """
        81c8000d 4d617273
        63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d
        c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b
        c84aa458 96cf4d2f c5abf872 45d9eade 800005d4
        """;

    private SessionKeys keys(boolean rtcp) {
      return new SessionKeys(
          SrtpProfile.AEAD_AES_128_GCM,
          rtcp,
          hex("000102030405060708090a0b0c0d0e0f"),
          new byte[0],
          hex("517569642070726f2071756f"));
    }

    @ParameterizedTest
    @MethodSource("live.nio.sfu.srtp.Packets#providers")
    void rtpBothWays(SrtpCrypto crypto) {
      byte[] plain = hex(RTP);
      byte[] buffer = Arrays.copyOf(plain, plain.length + 16);
      try (PacketCipher cipher = crypto.cipher(keys(false))) {
        cipher.protect(buffer, 0, 12, plain.length, plain.length, 0x5501a0b2L, 0xf17b, 0);
        assertThat(buffer).isEqualTo(hex(SRTP));
        assertThat(
                cipher.unprotect(buffer, 0, 12, plain.length, plain.length, 0x5501a0b2L, 0xf17b, 0))
            .isTrue();
        assertThat(buffer).startsWith(plain);
      }
    }

    @ParameterizedTest
    @MethodSource("live.nio.sfu.srtp.Packets#providers")
    void rtcpBothWays(SrtpCrypto crypto) {
      byte[] plain = hex(RTCP);
      byte[] expected = hex(SRTCP);
      byte[] buffer = Arrays.copyOf(plain, plain.length + 20);
      int word = 0x800005d4;
      try (PacketCipher cipher = crypto.cipher(keys(true))) {
        cipher.protect(buffer, 0, 8, plain.length, plain.length, 0x4d617273L, 0x5d4, word);
        assertThat(Arrays.copyOf(buffer, plain.length + 16))
            .isEqualTo(Arrays.copyOf(expected, plain.length + 16));
        assertThat(
                cipher.unprotect(
                    buffer, 0, 8, plain.length, plain.length, 0x4d617273L, 0x5d4, word))
            .isTrue();
        assertThat(buffer).startsWith(plain);
      }
    }
  }

  /// What libsrtp makes of master keys and a packet of sequence number 0x1234; the whole way from
  /// the master key to the packet.
  @Nested
  class FromTheMasterKey {
    private static final String PLAIN =
        "800f1234 decafbad cafebabe abababab abababab abababab abababab";

    @ParameterizedTest
    @MethodSource("live.nio.sfu.srtp.Packets#providers")
    void counterModeWithHmac(SrtpCrypto crypto) {
      SrtpKeys keys =
          both(
              SrtpProfile.AES128_CM_HMAC_SHA1_80,
              "e1f97a0d3e018be0d64fa32c06de4139",
              "0ec675ad498afeebb6960b3aabe6");
      assertProtected(
          crypto,
          keys,
          """
          800f1234 decafbad cafebabe
          4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb
          """);
    }

    @ParameterizedTest
    @MethodSource("live.nio.sfu.srtp.Packets#providers")
    void gcm(SrtpCrypto crypto) {
      SrtpKeys keys =
          both(
              SrtpProfile.AEAD_AES_128_GCM,
              "000102030405060708090a0b0c0d0e0f",
              "a0a1a2a3a4a5a6a7a8a9aaab");
      assertProtected(
          crypto,
          keys,
          """
          800f1234 decafbad cafebabe c5002ede 04cfdd2e b91159e0 880aa06e
          d2976826 f796b201 df3131a1 27e8a392
          """);
    }

    private SrtpKeys both(SrtpProfile profile, String key, String salt) {
      return new SrtpKeys(profile, hex(key), hex(salt), hex(key), hex(salt));
    }

    private void assertProtected(SrtpCrypto crypto, SrtpKeys keys, String expected) {
      try (SrtpSender sender = SrtpSender.create(keys, crypto);
          SrtpReceiver receiver = SrtpReceiver.create(keys, crypto)) {
        byte[] packet = Packets.protect(sender, hex(PLAIN), 12);
        assertThat(packet).isEqualTo(hex(expected));
        assertThat(receiver.unprotectRtp(packet, 0, packet.length)).isEqualTo(28);
        assertThat(Arrays.copyOf(packet, 28)).isEqualTo(hex(PLAIN));
      }
    }
  }
}
