package live.nio.identity.qr;

import static org.assertj.core.api.Assertions.assertThat;

import live.nio.identity.DeviceInfo;
import live.nio.identity.Requester;
import live.nio.identity.Visitor;
import live.nio.platform.Language;
import live.nio.platform.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProximityTest {

  @ParameterizedTest
  @CsvSource({
    // browser, its country, phone, its country
    "203.0.113.7, DE, 203.0.113.7, DE, SAME_NETWORK",
    "203.0.113.7, , 203.0.113.7, , SAME_NETWORK",
    "2001:db8:7::1, DE, 2001:db8:7:ffff::9, DE, SAME_NETWORK",
    "192.168.0.5, , 10.0.0.9, , SAME_NETWORK",
    "127.0.0.1, , 192.168.0.5, , SAME_NETWORK",
    "fd00::1, , ::1, , SAME_NETWORK",
    "203.0.113.7, DE, 203.0.113.8, DE, SAME_COUNTRY",
    "203.0.113.7, DE, 2001:db8:7::1, DE, SAME_COUNTRY",
    "203.0.113.7, NL, 198.51.100.7, DE, FAR",
    "203.0.113.7, , 198.51.100.7, DE, UNKNOWN",
    "203.0.113.7, NL, 198.51.100.7, , UNKNOWN",
    "203.0.113.7, , 198.51.100.7, , UNKNOWN",
    "203.0.113.7, DE, 192.168.0.5, , UNKNOWN",
    "127.0.0.1, , 203.0.113.7, DE, UNKNOWN",
  })
  void addressesTellHowNearTheBrowserIs(
      String browser,
      @Nullable String browserCountry,
      String phone,
      @Nullable String phoneCountry,
      Proximity expected) {
    assertThat(Proximity.between(at(browser, browserCountry), at(phone, phoneCountry)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"SAME_NETWORK, false", "SAME_COUNTRY, false", "FAR, true", "UNKNOWN, true"})
  void whoIsNotKnownToBeNearCostsAProof(Proximity proximity, boolean proof) {
    assertThat(proximity.wantsProof()).isEqualTo(proof);
  }

  private static Visitor at(String address, @Nullable String country) {
    return new Visitor(
        new Requester(address, "", Language.EN, null),
        new DeviceInfo("", DeviceInfo.Kind.OTHER, "", ""),
        Place.isLocal(address) ? Place.LOCAL : new Place(false, country, null));
  }
}
