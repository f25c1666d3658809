package live.nio.platform;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds the country, and with `GEOIP_DB` the city, of an address in a database in MaxMind's format
/// ([MMDB](https://maxmind.github.io/MaxMind-DB/)). No request leaves the machine. Any thread.
///
/// Two dialects are understood: `country_code` at the top (the database that comes with NIO) and
/// the nested `country.iso_code`, `city.names.en` of GeoIP2 and DB-IP.
@Singleton
public class Geolocation {

  private static final Logger LOG = Logger.getLogger(Geolocation.class);

  @ConfigMapping(prefix = "nio.geoip")
  interface Settings {
    /// The operator's own database; it may know cities.
    Optional<String> db();

    /// The country database that comes with NIO.
    Optional<String> countryDb();
  }

  private final @Nullable Reader reader;

  Geolocation(Settings settings) {
    Optional<String> own = settings.db().filter(path -> !path.isBlank());
    this.reader = own.or(settings::countryDb).map(File::new).map(Geolocation::open).orElse(null);
    if (reader == null && own.isPresent()) {
      throw new StartupFailure(
          "GEOIP_DB is %s, and that file is no readable database of addresses (MMDB)."
              .formatted(own.get()));
    }
  }

  // Made at start, so that a wrong path is told then and not at the first login.
  void start(@Observes StartupEvent event) {
    if (reader == null) {
      LOG.info("No database of addresses: logins are shown without their country");
    }
  }

  void stop(@Observes ShutdownEvent event) throws IOException {
    if (reader != null) {
      reader.close();
    }
  }

  private static @Nullable Reader open(File file) {
    if (!file.isFile()) {
      return null;
    }
    try {
      return new Reader(file, new CHMCache());
    } catch (IOException e) {
      LOG.warnf("The database of addresses cannot be read: %s", e.getMessage());
      return null;
    }
  }

  /// Where a literal IPv4 or IPv6 address is.
  public Place of(String address) {
    Optional<InetAddress> parsed = parse(address);
    if (parsed.isEmpty()) {
      return Place.UNKNOWN;
    }
    if (isLocal(parsed.get())) {
      return Place.LOCAL;
    }
    if (reader == null) {
      return Place.UNKNOWN;
    }
    try {
      Map<?, ?> found = reader.get(parsed.get(), Map.class);
      return found == null
          ? Place.UNKNOWN
          : new Place(
              false,
              text(found, List.of("country_code"))
                  .or(() -> text(found, List.of("country", "iso_code")))
                  .orElse(null),
              text(found, List.of("city", "names", "en")).orElse(null));
    } catch (IOException e) {
      LOG.warnf("The database of addresses failed: %s", e.getMessage());
      return Place.UNKNOWN;
    }
  }

  static Optional<InetAddress> parse(String address) {
    // Only literals: nothing here may ever ask a name server.
    if (!address.contains(":") && !address.matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(address));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || isCarrierGrade(address)
        || (address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC);
  }

  /// 100.64.0.0/10, [RFC 6598](https://www.rfc-editor.org/rfc/rfc6598).
  private static boolean isCarrierGrade(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
  }

  private static Optional<String> text(Map<?, ?> record, List<String> path) {
    Object value = record;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
  }
}
