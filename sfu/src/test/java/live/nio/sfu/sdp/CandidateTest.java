package live.nio.sfu.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "candidate:1 1 udp 2130706431 198.51.100.1 39132 typ host",
        "candidate:1 1 udp 2130706431 2001:db8::7 39132 typ host",
        "candidate:2 1 tcp 1518214911 192.0.2.2 9 typ host tcptype active",
        "candidate:a+/ 2 udp 1 0b5ee4ac-5f2c-4bd2-a1b7-6c1e3f2d0a99.local 50000 typ srflx"
      })
  void isWrittenAsItIsRead(String text) {
    assertThat(Candidate.parse(text)).get().hasToString(text);
  }

  @Test
  void whatFollowsTheTypeIsSkipped() {
    assertThat(
            Candidate.parse(
                "1 1 UDP 1 198.51.100.1 5 typ srflx raddr 10.0.0.1 rport 4 generation 0 x y"))
        .contains(new Candidate("1", 1, false, 1, "198.51.100.1", 5, "srflx", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "candidate:",
        "candidate:1 1 udp 1 198.51.100.1 5",
        "candidate:1 1 sctp 1 198.51.100.1 5 typ host",
        "candidate:1 x udp 1 198.51.100.1 5 typ host",
        "candidate:1 1 udp 99999999999 198.51.100.1 5 typ host",
        "candidate:1 1 udp 1 198.51.100.1 70000 typ host",
        "candidate:1 1 udp 1 198.51.100.1 5 kind host"
      })
  void whatCannotBeUsedIsEmpty(String text) {
    assertThat(Candidate.parse(text)).isEmpty();
  }

  @Test
  void ourTcpCandidateComesAfterOurUdpCandidates() {
    Candidate udp = Candidate.udpHost(Offers.address("198.51.100.1"), 7882, 1);
    Candidate tcp = Candidate.tcpHost(Offers.address("198.51.100.1"), 7882, 65_535);
    assertThat(udp).hasToString("candidate:u1 1 udp 2113929727 198.51.100.1 7882 typ host");
    assertThat(tcp.toString()).endsWith("198.51.100.1 7882 typ host tcptype passive");
    assertThat(tcp.priority()).isLessThan(udp.priority()).isPositive();
  }

  @Test
  void ourAddressesAreWrittenWithoutTheirInterface() throws UnknownHostException {
    byte[] address = Offers.address("2001:db8::7").getAddress();
    assertThat(Candidate.udpHost(Inet6Address.getByAddress(null, address, 3), 7882, 1).address())
        .isEqualTo("2001:db8:0:0:0:0:0:7");
  }
}
