package live.nio.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {

  private static final Devices DEVICES = new Devices();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          desktop | Chrome 140  | Windows        | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
          desktop | Firefox 143 | Linux          | Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0
          phone   | Safari 18   | iOS 18         | Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1
          phone   | Chrome 140  | Android        | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36
          """)
  void aBrowserIsKnownByItsHeader(String kind, String browser, String system, String userAgent) {
    DeviceInfo device = DEVICES.describe(userAgent);
    assertThat(device.kind().code()).isEqualTo(kind);
    assertThat(device.browser()).isEqualTo(browser);
    assertThat(device.system()).startsWith(system);
  }

  @ParameterizedTest
  @CsvSource({"''", "curl/8.5.0", "%%%<script>alert(1)</script>"})
  void whatNobodyKnowsIsOther(String userAgent) {
    assertThat(DEVICES.describe(userAgent).kind()).isEqualTo(DeviceInfo.Kind.OTHER);
  }
}
