package live.nio.sfu.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceFragmentTest {
  private static final String TRICKLE =
      """
      a=group:BUNDLE 0 1\r
      m=audio 9 UDP/TLS/RTP/SAVPF 111\r
      a=mid:0\r
      a=ice-ufrag:EsAw\r
      a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r
      a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0\r
      a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0\r
      a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0\r
      a=candidate:1387637174 2 udp 2122260222 192.0.2.1 61766 typ host generation 0\r
      a=candidate:not one\r
      a=end-of-candidates\r
      """;

  private static final String RESTART =
      """
      a=ice-options:trickle ice2
      a=group:BUNDLE 0 1
      a=ice-ufrag:ysXw
      a=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      a=mid:0
      """;

  @Test
  void bringsTheUsableCandidatesOfTheSharedComponent() throws SdpException {
    IceFragment fragment = IceFragment.parse(TRICKLE);
    assertThat(fragment.candidates()).extracting(Candidate::port).containsExactly(61764, 61765, 9);
    assertThat(fragment.endOfCandidates()).isTrue();
    assertThat(fragment.restarts("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1")).isFalse();
  }

  @Test
  void newCredentialsAreARestart() throws SdpException {
    IceFragment fragment = IceFragment.parse(RESTART);
    assertThat(fragment.ufrag()).isEqualTo("ysXw");
    assertThat(fragment.password()).isEqualTo("vw5LmwG4y/e6dPP/zAP9Gp5k");
    assertThat(fragment.candidates()).isEmpty();
    assertThat(fragment.restarts("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1")).isTrue();
    assertThat(fragment.restarts("ysXw", "P2uYro0UCOQ4zxjKXaWCBui1")).isTrue();
  }

  @Test
  void aRestartIsAnsweredWithOurCredentialsAndCandidates() throws SdpException {
    assertThat(IceFragment.parse(RESTART).answer(Offers.LOCAL))
        .isEqualTo(
            """
            a=ice-lite\r
            a=ice-options:trickle ice2\r
            a=group:BUNDLE 0 1\r
            m=audio 9 UDP/TLS/RTP/SAVPF 111\r
            a=mid:0\r
            a=ice-ufrag:OurU\r
            a=ice-pwd:our-password-of-22-chars\r
            a=candidate:u65535 1 udp 2130706431 198.51.100.1 7882 typ host\r
            a=candidate:t8191 1 tcp 1520435199 198.51.100.1 7882 typ host tcptype passive\r
            a=end-of-candidates\r
            """);
  }

  @Test
  void candidatesMayComeWithoutCredentials() throws SdpException {
    IceFragment fragment =
        IceFragment.parse("a=mid:0\na=candidate:1 1 udp 1 192.0.2.1 5 typ host\n");
    assertThat(fragment.candidates()).hasSize(1);
    assertThat(fragment.restarts("a", "b")).isFalse();
  }

  @Test
  void candidatesAreBounded() throws SdpException {
    StringBuilder text = new StringBuilder();
    for (int port = 1; port <= 1000; port++) {
      text.append("a=candidate:1 1 udp 1 192.0.2.1 ").append(port).append(" typ host\n");
    }
    assertThat(IceFragment.parse(text.toString()).candidates()).hasSize(IceFragment.MAX_CANDIDATES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=ice-ufrag:ysXw",
        "a=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k",
        "a=ice-ufrag:abc\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k",
        "a=ice-ufrag:ys:Xw\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k",
        "a=ice-ufrag:ysXw\na=ice-pwd:short",
        "{}"
      })
  void brokenFragmentsAreRefused(String text) {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> IceFragment.parse(text))
        .matches(e -> e.kind() == SdpException.Kind.MALFORMED);
  }
}
