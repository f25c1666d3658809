package live.nio.platform;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where an address is, as far as a database of addresses knows.
///
/// @param local a private, loopback or link-local address: no database knows it, and none needs to
/// @param countryCode ISO 3166-1 alpha-2, or null when unknown
/// @param city in English, or null when unknown
public record Place(boolean local, @Nullable String countryCode, @Nullable String city) {

  public static final Place UNKNOWN = new Place(false, null, null);
  public static final Place LOCAL = new Place(true, null, null);

  /// Whether an address, literal IPv4 or IPv6, is of a private, loopback or link-local network.
  public static boolean isLocal(String address) {
    return Geolocation.parse(address).map(Geolocation::isLocal).orElse(false);
  }

  /// For people: `Berlin, Germany`, `Local network`; empty when unknown.
  public Optional<String> name(Language language) {
    if (local) {
      return Optional.of(language == Language.RU ? "Локальная сеть" : "Local network");
    }
    if (countryCode == null) {
      return Optional.empty();
    }
    String country =
        new Locale.Builder().setRegion(countryCode).build().getDisplayCountry(language.locale());
    return Optional.of(city == null ? country : city + ", " + country);
  }
}
