package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeolocationTest {

  /// What `npm ci` in `web/` brings, and the server reads by default.
  private static final String COUNTRIES =
      "../web/node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb";

  private final Geolocation geolocation = geolocation(Optional.empty(), Optional.of(COUNTRIES));

  private static Geolocation geolocation(Optional<String> db, Optional<String> countryDb) {
    return new Geolocation(
        new Geolocation.Settings() {
          @Override
          public Optional<String> db() {
            return db;
          }

          @Override
          public Optional<String> countryDb() {
            return countryDb;
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, US, United States, Соединенные Штаты",
    "193.0.6.139, NL, Netherlands, Нидерланды",
    "2001:67c:2e8:22::c100:68b, NL, Netherlands, Нидерланды",
  })
  void aPublicAddressHasACountry(String address, String code, String english, String russian) {
    Place place = geolocation.of(address);
    assertThat(place.countryCode()).isEqualTo(code);
    assertThat(place.name(Language.EN)).contains(english);
    assertThat(place.name(Language.RU)).contains(russian);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.1.1",
        "::1",
        "fd00::2",
        "fe80::1",
      })
  void aPrivateOneIsTheLocalNetwork(String address) {
    assertThat(geolocation.of(address)).isEqualTo(Place.LOCAL);
    assertThat(Place.LOCAL.name(Language.EN)).contains("Local network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "example.com", "999.1.1.1", "::zz"})
  void whatIsNoAddressIsNowhereAndAsksNoNameServer(String address) {
    assertThat(geolocation.of(address)).isEqualTo(Place.UNKNOWN);
  }

  @Test
  void withoutADatabaseTheCountryIsUnknown() {
    Geolocation without = geolocation(Optional.empty(), Optional.of("no/such/file.mmdb"));
    assertThat(without.of("8.8.8.8")).isEqualTo(Place.UNKNOWN);
    assertThat(without.of("10.0.0.1")).isEqualTo(Place.LOCAL);
  }

  @Test
  void aWrongPathOfTheOperatorsIsToldAtTheStart() {
    assertThatThrownBy(() -> geolocation(Optional.of("no/such/file.mmdb"), Optional.empty()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("GEOIP_DB");
  }
}
