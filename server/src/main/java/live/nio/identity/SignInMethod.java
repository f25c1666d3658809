package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How somebody signed in, and the factor it satisfied. A session keeps the list of its factors, so
/// that a second one can be asked for later.
@Schema(
    name = "SignInMethod",
    enumeration = {"password", "google", "facebook", "vk", "twitter", "qr"})
public enum SignInMethod {
  PASSWORD("password", true),
  GOOGLE("google", true),
  FACEBOOK("facebook", true),
  VK("vk", true),
  TWITTER("twitter", true),
  /// Another, signed-in device of the account agreed. It proves that device, not the person, so it
  /// opens nothing that wants a fresh proof.
  QR("qr", false);

  private final String code;
  private final boolean provesPerson;

  SignInMethod(String code, boolean provesPerson) {
    this.code = code;
    this.provesPerson = provesPerson;
  }

  /// As stored and sent.
  @JsonValue
  public String code() {
    return code;
  }

  boolean provesPerson() {
    return provesPerson;
  }

  public static SignInMethod ofCode(String code) {
    return Arrays.stream(values())
        .filter(method -> method.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such method: " + code));
  }
}
