package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:0:0:0:0:0/48",
    "2001:db8:1:ffff::1, 2001:db8:1:0:0:0:0:0/48",
    "::ffff:203.0.113.7, 203.0.113.7",
    "unknown, unknown",
  })
  void countsByTheNetworkOneCustomerOwns(String host, String network) {
    assertThat(new ClientAddress(host).network()).isEqualTo(network);
  }
}
