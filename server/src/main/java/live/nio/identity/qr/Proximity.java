package live.nio.identity.qr;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import live.nio.identity.Visitor;
import live.nio.platform.Place;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How near the browser is to the phone, as far as their addresses tell. A proxy near the victim
/// deceives it, so it is one of several defences.
@Schema(
    name = "QrProximity",
    enumeration = {"same_network", "same_country", "far", "unknown"})
public enum Proximity {
  SAME_NETWORK,
  SAME_COUNTRY,
  FAR,
  /// The place of one of them is unknown, or one is in a private network and the other is not.
  UNKNOWN;

  /// As stored and sent.
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Proximity ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /// Whether the phone has to prove anew who uses it before it may agree.
  boolean wantsProof() {
    return this == FAR || this == UNKNOWN;
  }

  static Proximity between(Visitor browser, Visitor phone) {
    Place there = browser.place();
    Place here = phone.place();
    if (there.local() || here.local()) {
      return there.local() && here.local() ? SAME_NETWORK : UNKNOWN;
    }
    if (network(browser).equals(network(phone))) {
      return SAME_NETWORK;
    }
    if (there.countryCode() == null || here.countryCode() == null) {
      return UNKNOWN;
    }
    return there.countryCode().equals(here.countryCode()) ? SAME_COUNTRY : FAR;
  }

  private static String network(Visitor visitor) {
    return visitor.requester().network();
  }
}
